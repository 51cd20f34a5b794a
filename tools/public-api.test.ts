import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { runQuietly } from "./child.mjs";
import { root } from "./environment.mjs";
import { entriesOf, exportsOf } from "./public-api.ts";
import { packageNames } from "./sources.ts";

// A change here is a change for users. `npm test -- public-api -u` accepts it.
describe.each(packageNames)("%s", (packageName) => {
  beforeAll(async () => {
    const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
    const project = join(root, "packages", packageName);
    const { exitCode, output } = await runQuietly(process.execPath, [tsc, "-b", project]);
    expect(exitCode, output).toBe(0);
  });

  it("exports the names and types that were agreed on", async () => {
    const entries = entriesOf(packageName).map(({ specifier, declarationFile }) => {
      const declarations = exportsOf(declarationFile).map(({ declaration }) => declaration);
      return [`// ${specifier}`, ...declarations].join("\n\n");
    });
    const snapshot = join(import.meta.dirname, "public-api", `${packageName}.txt`);
    await expect(`${entries.join("\n\n")}\n`).toMatchFileSnapshot(snapshot);
  });
});
