import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runQuietly } from "./child.mjs";
import { cacheFolder } from "./environment.mjs";
import { pnpm } from "./pnpm.mjs";
import { entriesOf } from "./public-api.ts";
import { packageNames } from "./sources.ts";

/** Runs a program of the root's dependencies and expects it to find nothing. */
async function expectClean(...words: string[]): Promise<void> {
  const { command, args, options } = pnpm(["exec", ...words]);
  // Biome makes a folder in the user's cache.
  const env = { ...options.env, XDG_CACHE_HOME: cacheFolder };
  const { exitCode, output } = await runQuietly(command, args, { ...options, env });
  expect(exitCode, output).toBe(0);
}

describe("the build", () => {
  it("emits every file that the exports maps name", async () => {
    await expectClean("turbo", "run", "build");
    const files = packageNames
      .flatMap(entriesOf)
      .flatMap(({ declarationFile, outputFile }) => [declarationFile, outputFile]);
    expect(files.filter((file) => !existsSync(file))).toEqual([]);
  });

  it.each(packageNames)("makes %s a package that publint accepts", async (name) => {
    await expectClean("publint", join("packages", name), "--strict");
  });

  it.each(packageNames.flatMap(entriesOf))(
    "makes $specifier what plain Node.js imports",
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
      expect(names.sort()).toEqual(Object.keys(await import(entry.sourceFile)).sort());
    },
  );
});

describe("the checks find nothing", () => {
  it("in types", () => expectClean("tsc", "-b"));

  it("in format and lint", () => expectClean("biome", "check", "--error-on-warnings", "."));

  it("that is unused or undeclared", () => expectClean("knip", "--no-config-hints"));
});
