/**
 * Runs the commands of the documents that measure something, line by line, at a size that takes seconds. Peers run where `ENCDEC_PYTHON` names
 * a Python that has them, and are left out elsewhere, as the programs themselves do.
 */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runQuietly } from "../tools/child.mjs";
import { linesOfRunner } from "../tools/documents.ts";
import { root } from "../tools/environment.mjs";
import { programCommand } from "../tools/program-command.mjs";
import { readersFolder } from "../tools/reader.ts";
import { scripts } from "../tools/scripts.ts";

const LONGEST_MS = 300_000;

/** Flags that make each of them small, in the place of the line's own; a question mark where the line's own stay. */
const SMALL: Readonly<Record<string, string>> = {
  bench: "--shapes S --rounds 1 --warm-up-ms 0 --systems? fused,pytorch",
  "bench:ablation": "--preset tiny --epochs 1 --seeds 1",
  "bench:addition": "--examples 640 --epochs 1",
  "bench:curricula": "--preset tiny --epochs 1 --examples 64 --seeds 1 --length 1 --nesting 1",
  "bench:decoding": "--sentences 8 --steps 2 --beam 2 --rounds 1",
  "bench:execute": "--examples 200 --epochs 2 --length 1 --nesting 1",
  "bench:forecasting": "--epochs 1 --seeds 1 --horizons 2 --lookback 12",
  "bench:forecasting-memory": "--few-rows 500 --rows 1000",
  "bench:import-time": "--rounds 1",
  "bench:phases": "--milliseconds 1 --shapes S,D",
  "bench:programs": "--programs 1000",
  "bench:round-trip": "",
  "bench:summarization": "--data texts.jsonl --epochs 1 --seeds 1",
  "bench:training-memory": "--lines 5000",
  "bench:translation": "--epochs 1 --seeds 1",
  "example:addition": "--examples 640 --epochs 1",
  "example:reverse-integers": "--examples 640 --epochs 1 --held-out 40",
};

const NPM = /\bnpm run ((?:bench|example)\S*)(?: --(?= ))?/;

const FLAG = /(--[a-z-]+)(\?)? (\S+)/g;

const commands = linesOfRunner("measurements").flatMap(({ path, lines }) =>
  lines.map(({ text, line }) => ({ text, name: `${path}:${line}: ${text}` })),
);

let folder: string;

beforeAll(() => {
  folder = readersFolder();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The same line, small, with the program that npm would call. */
function shortened(line: string): string {
  const [, script = ""] = NPM.exec(line) ?? [];
  const file = scripts[script]?.split(" ").at(-1) ?? "";
  const [command, args] = programCommand(join(root, file), []);
  let short = line.replace(NPM, () => [command, ...args].map((word) => `'${word}'`).join(" "));
  for (const [, name = "", stays, value = ""] of (SMALL[script] ?? "").matchAll(FLAG)) {
    const given = new RegExp(`${name} \\S+`);
    const flag = `${name} ${value}`;
    if (given.test(short)) short = stays ? short : short.replace(given, flag);
    // Before a redirection, which ends the line.
    else short = short.replace(/( > .*)?$/, ` ${flag}$1`);
  }
  return short;
}

describe("the documents' measurements", () => {
  it.each(commands)("$name", { timeout: LONGEST_MS }, async ({ text }) => {
    const { exitCode, stdout, output } = await runQuietly("bash", ["-ec", shortened(text)], {
      cwd: folder,
    });
    expect(exitCode, output).toBe(0);
    if (!text.includes(" > ")) expect(stdout, output).toMatch(/\d/);
  });

  it("are of every program that measures", () => {
    const measuring = Object.keys(scripts).filter((name) => /^(bench|example)/.test(name));
    expect(Object.keys(SMALL).sort()).toEqual(measuring.sort());
    const named = new Set(commands.map(({ text }) => NPM.exec(text)?.[1]));
    expect([...named].sort()).toEqual(
      measuring.filter((name) => name !== "example:addition").sort(),
    );
  });

  it("are made small by flags in the place of their own", () => {
    const short = (line: string): string => shortened(line).replace(/.*\.ts'/, "");
    expect(short("npm run bench")).toBe(
      " --shapes S --rounds 1 --warm-up-ms 0 --systems fused,pytorch",
    );
    expect(short("npm run bench -- --shapes E,M --systems wasm --json > a.json")).toBe(
      " --shapes S --systems wasm --json --rounds 1 --warm-up-ms 0 > a.json",
    );
    expect(short("A=1 npm run bench:import-time")).toBe(" --rounds 1");
  });
});
