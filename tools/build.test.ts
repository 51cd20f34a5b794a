import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import os from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runQuietly } from "./child.mjs";
import { linesOfRunner } from "./documents.ts";
import { cacheFolder, childEnvironment, root } from "./environment.mjs";
import { pnpm } from "./pnpm.mjs";
import { entriesOf, exportsOf } from "./public-api.ts";
import { packageNames } from "./sources.ts";

/** Runs a program of the root's dependencies and expects it to find nothing. */
function expectClean(program: string, ...args: string[]): Promise<void> {
  return run(join(root, "node_modules", ".bin", program), args, childEnvironment());
}

const commands = linesOfRunner("build").flatMap(({ path, lines }) =>
  lines.map(({ text, line }) => ({ text, name: `${path}:${line}: ${text}` })),
);

async function runPnpm(...words: string[]): Promise<void> {
  const { command, args, options } = pnpm(words);
  await run(command, args, options.env);
}

async function run(command: string, args: string[], env: NodeJS.ProcessEnv = {}): Promise<void> {
  // Biome makes a folder in the user's cache.
  const options = { cwd: root, env: { ...env, XDG_CACHE_HOME: cacheFolder } };
  const { exitCode, output } = await runQuietly(command, args, options);
  expect(exitCode, output).toBe(0);
}

// Once, before what is checked of it side by side.
beforeAll(() => run("npm", ["run", "build"], childEnvironment()), 120_000);

describe("the documents' commands of the build", () => {
  it.each(commands)("$name", ({ text }) => run("bash", ["-ec", text], childEnvironment()));

  it("are there", () => {
    expect(new Set(commands.map(({ text }) => text.split(" ")[1]))).toEqual(
      new Set(["run", "pack"]),
    );
  });
});

describe.concurrent("the build", () => {
  it("emits every file that the exports maps name", () => {
    const files = packageNames
      .flatMap(entriesOf)
      .flatMap(({ declarationFile, outputFile }) => [declarationFile, outputFile]);
    expect(files.filter((file) => !existsSync(file))).toEqual([]);
  });

  it.each(packageNames)("makes %s a package that publint accepts", async (name) => {
    await expectClean("publint", join("packages", name), "--strict", "--pack", "npm");
  });

  it.each(packageNames.flatMap(entriesOf))(
    "makes $specifier what plain Node.js imports, with the names that its types declare",
    async (entry) => {
      const program = `
      const found = import.meta.resolve("${entry.specifier}");
      const names = Object.keys(await import(found));
      process.stdout.write(JSON.stringify({ found, names }));`;
      const { stdout, output } = await runQuietly(
        process.execPath,
        ["--input-type=module", "--eval", program],
        { cwd: entry.packageFolder },
      );
      expect(stdout, output).toContain("{");
      const { found, names } = JSON.parse(stdout);
      expect(found).toBe(String(new URL(`file://${entry.outputFile}`)));
      const declared = exportsOf(entry.declarationFile).filter(({ isValue }) => isValue);
      expect(names.sort()).toEqual(declared.map(({ name }) => name).sort());
    },
  );
});

it("lets core's worker threads find their program", async () => {
  const program = `
    import("@encdec/core/persistence").then(async ({ readAhead }) => {
      const module = new URL("data:text/javascript,export default () => [1, 2, 3]");
      const values = [];
      for await (const value of readAhead({ module })) values.push(value);
      process.stdout.write(JSON.stringify(values));
    });`;
  const cwd = join(root, "packages", "core");
  const { stdout, output } = await runQuietly(process.execPath, ["--eval", program], { cwd });
  expect(stdout, output).toBe("[1,2,3]");
});

describe("importing @encdec/core", () => {
  it("loads no engine, and of other libraries only what is quick to load", async () => {
    const hooks = `
      import { writeSync } from "node:fs";
      export const load = async (url, context, next) => {
        writeSync(2, url + "\\n");
        return next(url, context);
      };`;
    const program = `
      import { createRequire, register } from "node:module";
      register(${JSON.stringify(`data:text/javascript,${encodeURIComponent(hooks)}`)});
      const { loadedEngine } = await import("@encdec/engine");
      await import("@encdec/core");
      const required = Object.keys(createRequire(import.meta.url).cache);
      process.stdout.write(JSON.stringify({ required, engine: loadedEngine() ?? "none" }));`;
    const { stdout, output } = await runQuietly(
      process.execPath,
      ["--input-type=module", "--eval", program],
      { cwd: join(root, "packages", "core") },
    );
    const { required, engine } = JSON.parse(stdout) as { required: string[]; engine: string };
    expect(engine).toBe("none");
    const files = [...required, ...output.split("\n")];
    expect(new Set(files.flatMap(libraryOf))).toEqual(
      new Set([
        "@tensorflow/tfjs-core",
        "fastest-levenshtein",
        "natural",
        "pure-rand",
        "underscore",
        "zod",
      ]),
    );
  });
});

/** The library that a file is of; none for our own. */
function libraryOf(file: string): string[] {
  const [, name] =
    /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file.replaceAll("\\", "/")) ?? [];
  return name === undefined ? [] : [name];
}

describe.each(["engine", "core"])("the packed %s", (name) => {
  const folder = mkdtempSync(join(os.tmpdir(), "encdec-pack-"));
  let tarball = "";
  let files: string[] = [];

  beforeAll(async () => {
    await runPnpm("-C", join("packages", name), "pack", "--pack-destination", folder);
    tarball = join(folder, readdirSync(folder)[0] ?? "");
    const { stdout } = await runQuietly("tar", ["-tzf", tarball]);
    files = stdout
      .trim()
      .split("\n")
      .map((file) => file.replace("package/", ""));
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("has what is run, its types and its licence, and nothing of the development", () => {
    const isCode = (file: string): boolean => /^dist\/.*\.(js|d\.ts)$/.test(file);
    const isKernel = (file: string): boolean =>
      name === "engine" && /^kernels\/\w+\.(cc|h)$/.test(file);
    const others = files.filter((file) => !isCode(file) && !isKernel(file));
    expect(others.sort()).toEqual(["LICENSE", "README.md", "package.json"]);
    expect(files.filter((file) => /\.test\.|fixture/.test(file))).toEqual([]);
    expect(files.filter(isCode).length).toBeGreaterThan(40);
  });

  // The packages are ES modules alone: what CommonJS and the resolution of Node.js 10 find is of no use to anyone.
  it("has types that its importers find", async () => {
    await expectClean("attw", tarball, "--profile", "esm-only", "--no-definitely-typed");
  });
});

describe.concurrent("the checks find nothing", () => {
  it("in types", () => expectClean("tsc", "-b"));

  it("in format and lint", () => expectClean("biome", "check", "--error-on-warnings", "."));

  it("that is unused or undeclared", () => expectClean("knip", "--no-config-hints"));
});
