import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runQuietly } from "./child.mjs";
import { cacheFolder, root } from "./environment.mjs";
import { nodeBinary } from "./node-binary.ts";

const MADE_LATER = new Set([".git", "node_modules", "dist", "runs", ".turbo", ".examples"]);

/** A copy of the checkout as a clone has it, with a home folder of its own. */
class Checkout {
  readonly folder: string = mkdtempSync(join(tmpdir(), "encdec-setup-"));
  readonly tree: string = join(this.folder, "tree");
  readonly home: string = join(this.folder, "home");
  /** Holds a link to the real cache folder, so that nothing is downloaded twice. */
  readonly cacheHome: string = join(this.folder, "cache");

  constructor() {
    cpSync(root, this.tree, { recursive: true, filter: (path) => !MADE_LATER.has(basename(path)) });
    mkdirSync(this.home);
    mkdirSync(this.cacheHome);
    mkdirSync(cacheFolder, { recursive: true });
    symlinkSync(cacheFolder, join(this.cacheHome, "encdec"));
  }

  async run(program: string, environment: NodeJS.ProcessEnv = {}, node: string = process.execPath) {
    const inherited = Object.entries(process.env).filter(([name]) => !/^(XDG_|npm_)/i.test(name));
    const start = performance.now();
    const result = await runQuietly(node, ["--input-type=module", "--eval", program], {
      cwd: this.tree,
      env: {
        ...Object.fromEntries(inherited),
        HOME: this.home,
        XDG_CACHE_HOME: this.cacheHome,
        ENCDEC_ENGINE: "wasm",
        ...environment,
      },
    });
    return { ...result, seconds: (performance.now() - start) / 1000 };
  }
}

const SET_UP = 'const { setUp } = await import("./tools/setup.mjs"); await setUp();';

describe("set-up", () => {
  let checkout: Checkout;

  beforeAll(() => {
    checkout = new Checkout();
  });

  afterAll(() => rmSync(checkout.folder, { recursive: true, force: true }));

  it("says what to do when the lockfile is missing", async () => {
    const lockfile = join(checkout.tree, "pnpm-lock.yaml");
    rmSync(lockfile);
    const { exitCode, output } = await checkout.run(SET_UP);
    cpSync(join(root, "pnpm-lock.yaml"), lockfile);
    expect(exitCode).toBe(1);
    expect(output).toContain("dependencies … failed\n");
    expect(output.trim()).toMatch(/restore it with `git checkout pnpm-lock.yaml`\.$/);
  });

  it("says what to do when the registry cannot be reached", async () => {
    const { exitCode, output, seconds } = await checkout.run(SET_UP, {
      XDG_CACHE_HOME: join(checkout.folder, "empty-cache"),
      npm_config_registry: "http://127.0.0.1:9",
    });
    expect(exitCode).toBe(1);
    expect(output.trim()).toMatch(/The package registry cannot be reached: check the network .*$/);
    expect(seconds).toBeLessThan(30);
  });

  it("installs the dependencies and writes nowhere else", async () => {
    const { exitCode, output } = await checkout.run(SET_UP);
    expect(output).toMatch(/^dependencies … \d+ s\npackages … \d+ s\n$/);
    expect(exitCode).toBe(0);
    expect(existsSync(join(checkout.tree, "node_modules", "vitest", "package.json"))).toBe(true);
    expect(readdirSync(checkout.home)).toEqual([]);
    expect(readdirSync(checkout.cacheHome)).toEqual(["encdec"]);
  });

  it("is quick and silent where everything is there", async () => {
    const { exitCode, output, seconds } = await checkout.run(SET_UP);
    expect({ exitCode, output }).toEqual({ exitCode: 0, output: "" });
    expect(seconds).toBeLessThan(2);
  });

  it("compiles what has changed, and leaves nothing of sources that are gone", async () => {
    const [source, compiled] = ["src/added.ts", "dist/added.js"].map((path) =>
      join(checkout.tree, "packages", "translate", path),
    ) as [string, string];
    const oldChunk = join(checkout.tree, "packages", "core", "dist", "chunk-OLD.js");
    writeFileSync(oldChunk, "");
    writeFileSync(source, "export const added: number = 1;\n");
    expect((await checkout.run(SET_UP)).output).toMatch(/^packages … \d+ s\n$/);
    expect(existsSync(compiled)).toBe(true);
    expect(existsSync(oldChunk)).toBe(false);

    writeFileSync(source, 'export const added: number = "one";\n');
    const { exitCode, output } = await checkout.run(SET_UP);
    expect(exitCode).toBe(1);
    expect(output).toContain("packages/translate/src/added.ts(1,14): error TS2322");
    expect(output.trim()).toMatch(/Mend the sources, or .*`git checkout packages`\.$/);

    rmSync(source);
    expect((await checkout.run(SET_UP)).output).toMatch(/^packages … \d+ s\n$/);
    expect(existsSync(compiled)).toBe(false);
  });

  it("says what to do when a package.json and the lockfile differ", async () => {
    const manifest = join(checkout.tree, "packages", "core", "package.json");
    writeFileSync(manifest, '{ "name": "@encdec/core", "dependencies": { "zod": "^3.0.0" } }');
    const { exitCode, output } = await checkout.run(SET_UP);
    cpSync(join(root, "packages", "core", "package.json"), manifest);
    expect(exitCode).toBe(1);
    expect(output).toContain("run `npm run pnpm -- install --no-frozen-lockfile`");
  });

  it("refuses an old Node.js in one sentence", async ({ skip }) => {
    const node = await nodeBinary("18").catch((error: Error) => skip(error.message));
    const { exitCode, output } = await checkout.run(SET_UP, {}, node);
    expect(exitCode).toBe(1);
    expect(output).toMatch(
      /^Cannot set up encdec: it needs Node\.js \^20\.19\.0 \|\| >=22\.12\.0 \(https:\/\/nodejs\.org\), got 18\.\d+\.\d+\n$/,
    );
  });
});
