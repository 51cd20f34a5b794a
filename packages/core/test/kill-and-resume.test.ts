/** Training is killed at random moments, resumed, and ends with the same bytes as without a break. */
import { execFile, spawn } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Random } from "../src/data/random.ts";

/** How a life of the process ends. */
type End = "SIGKILL" | "SIGINT" | "SIGTERM" | "failing write" | "none";

interface Life {
  readonly exitCode: number | null;
  readonly steps: number[];
  readonly output: string;
}

const PACKAGE = fileURLToPath(new URL("..", import.meta.url));

let folder: string;
/** The child's program in one file, quicker to start than its sources; where it finds the package's dependencies. */
let programs: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "encdec-kill-"));
  programs = await mkdtemp(join(PACKAGE, "node_modules", ".train-child-"));
  const entryPoints = [join(PACKAGE, "test", "train-child.ts")];
  const form = { bundle: true, format: "esm", platform: "node", packages: "external" } as const;
  await build({ ...form, entryPoints, outdir: programs, outExtension: { ".js": ".mjs" } });
});
afterAll(async () => {
  for (const made of [folder, programs]) await rm(made, { recursive: true });
});

/** One process: ends by itself, or is ended some time after some of its steps. */
function live(
  run: string,
  options: {
    readonly engine: string;
    readonly epochs: number;
    readonly end: End;
    readonly afterSteps?: number;
    readonly delayMs?: number;
    readonly fileLimit?: number;
  },
): Promise<Life> {
  const { engine, epochs, end, afterSteps = 0, delayMs = 0, fileLimit = 0 } = options;
  const program = join(programs, "train-child.mjs");
  const child = spawn(process.execPath, [program, run, String(epochs)], {
    env: { ...process.env, ENCDEC_ENGINE: engine, ENCDEC_THREADS: "1" },
    timeout: 60_000,
  });
  const lived = { steps: [] as number[], output: "" };
  let isEnding = end === "none";
  const strike = async (): Promise<void> => {
    if (child.exitCode !== null) return;
    if (end !== "failing write") child.kill(end as NodeJS.Signals);
    // From now on a write ends with an error when the file grows over the limit.
    else await promisify(execFile)("prlimit", ["--pid", `${child.pid}`, `--fsize=${fileLimit}`]);
  };
  child.stdout.on("data", (chunk: Buffer) => {
    lived.output += chunk;
    lived.steps = [...lived.output.matchAll(/^step (\d+)$/gm)].map(([, step]) => Number(step));
    if (isEnding || lived.steps.length < afterSteps) return;
    isEnding = true;
    setTimeout(() => void strike(), delayMs);
  });
  child.stderr.on("data", (chunk) => {
    lived.output += chunk;
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (exitCode) => resolve({ exitCode, ...lived }));
  });
}

/** Everything that a run leaves, but for what the clock decides. */
async function remains(run: string): Promise<Map<string, string>> {
  const names = (await readdir(run, { recursive: true })).filter((name) => name.includes("."));
  const contents = await Promise.all(
    names.map(async (name) => {
      const bytes = await readFile(join(run, name));
      if (!name.startsWith("state")) return [name, bytes.toString("base64")] as const;
      if (!name.endsWith(".json")) return [name, bytes.toString("base64")] as const;
      const clock = /"(elapsedSeconds|tokensPerSecond)":[\d.e+-]+/g;
      const { position, sha256 } = JSON.parse(bytes.toString().replaceAll(clock, '"$1":0'));
      return [name, JSON.stringify({ position, tensors: sha256.tensors })] as const;
    }),
  );
  // How many states are there depends on when they were saved: the newest is compared.
  const newest = Math.max(
    ...names.flatMap((name) => /state.(\d+)\./.exec(name)?.[1] ?? []).map(Number),
  );
  return new Map(
    contents.filter(([name]) => !name.startsWith("state") || name.includes(`${newest}.`)).sort(),
  );
}

describe.each([
  { engine: "fused", kills: 20, epochs: 13 },
  { engine: "wasm", kills: 20, epochs: 13 },
])("on engine $engine", ({ engine, kills, epochs }) => {
  it(`ends the same after ${kills} kills`, { timeout: 400_000 }, async () => {
    const random = Random.fromSeed(6);
    const [whole, broken] = [join(folder, `${engine}-whole`), join(folder, `${engine}-broken`)];
    const unbroken = await live(whole, { engine, epochs, end: "none" });
    expect(unbroken.output).toContain("stopped by epochs");

    const failing: End[] = process.platform === "linux" ? ["failing write"] : [];
    const ends = random.shuffle(
      Array.from({ length: kills }, (_, index): End => {
        const kinds: End[] = ["SIGKILL", "SIGINT", ...failing, "SIGKILL", "SIGTERM"];
        return kinds[index % kinds.length] as End;
      }),
    );
    for (const end of ends) {
      const life = await live(broken, {
        engine,
        epochs,
        end,
        afterSteps: 1 + random.integer(4),
        delayMs: random.integer(15),
        fileLimit: 1 + random.integer(17_000),
      });
      const expected = { SIGKILL: null, "failing write": 1, SIGINT: 130, SIGTERM: 130, none: 0 };
      expect(life.exitCode, `${end}: ${life.output}`).toBe(expected[end]);
      if (end === "failing write") expect(life.output).toMatch(/Cannot write .*(larger|large)/);
    }
    const last = await live(broken, { engine, epochs, end: "none" });
    expect(last.output).toContain("stopped by epochs");
    expect(last.steps[0], "the last life had something left to do").toBeLessThan(
      unbroken.steps.length,
    );
    const [actual, expected] = [await remains(broken), await remains(whole)];
    expect([...actual.keys()]).toEqual([...expected.keys()]);
    for (const [name, content] of expected) {
      expect(actual.get(name) === content, `${name} is the same`).toBe(true);
    }
  });
});
