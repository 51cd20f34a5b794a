import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { runQuietly } from "./child.mjs";
import { root } from "./environment.mjs";
import {
  exampleFolder,
  examplesInMarkdown,
  examplesInSource,
  readExamples,
  removeExamples,
  writeExamples,
} from "./examples.ts";

const BROKEN = `
/**
 * Text.
 *
 * @example
 * \`\`\`ts
 * import { assert } from "vitest";
 *
 * assert.equal(await Promise.resolve(1), 2);
 * \`\`\`
 */
export class Thing {
  /**
   * @example
   * \`\`\`ts
   * const indented: number = "no number";
   * \`\`\`
   */
  method() {}
}`;

const broken = examplesInSource("broken.ts", BROKEN, "core");
const files = writeExamples([...readExamples(), ...broken]);

afterAll(removeExamples);

describe("examples", () => {
  it.each(files.filter(({ name, isRunnable }) => isRunnable && !name.startsWith("broken")))(
    "$name runs",
    async ({ file }) => {
      await import(file);
    },
  );

  it("that are wrong fail", async () => {
    const [wrong] = files.filter(({ name }) => name === "broken.ts:6");
    await expect(import(wrong?.file ?? "")).rejects.toThrow("expected 1 to equal 2");
  });

  it("have the types they claim", async () => {
    const config = join(exampleFolder("core"), "tsconfig.json");
    const compilerOptions = {
      composite: false,
      isolatedDeclarations: false,
      noUnusedLocals: false,
      noUnusedParameters: false,
      noEmit: true,
    };
    writeFileSync(
      config,
      JSON.stringify({
        extends: join(root, "tsconfig.base.json"),
        compilerOptions,
        files: files.map(({ file }) => file),
      }),
    );
    const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
    const { output } = await runQuietly(process.execPath, [tsc, "-p", config], { cwd: root });
    const errors = output.split("\n").filter((line) => line.includes(".examples"));
    expect(errors).toEqual([expect.stringMatching(/broken\.ts\.15\.ts\(1,7\): error TS2322: /)]);
  });
});

describe("finding examples", () => {
  it("takes every TSDoc block, indented or not", () => {
    expect(broken).toEqual([
      {
        name: "broken.ts:6",
        code: 'import { assert } from "vitest";\n\nassert.equal(await Promise.resolve(1), 2);\n',
        packageName: "core",
        isRunnable: true,
      },
      {
        name: "broken.ts:15",
        code: 'const indented: number = "no number";\n',
        packageName: "core",
        isRunnable: true,
      },
    ]);
  });

  it("takes the TypeScript of Markdown, for the package that it imports", () => {
    const text = [
      '```ts run\nimport { a } from "@encdec/core";\n```',
      '```ts\nimport { loadEngine } from "@encdec/engine";\n```',
      "```sh\nnpm test\n```",
      '```ts run\nimport { Translator } from "@encdec/translate";\n```',
    ].join("\n\n");
    expect(examplesInMarkdown("README.md", text)).toEqual([
      {
        name: "README.md:1",
        code: 'import { a } from "@encdec/core";\n',
        packageName: "core",
        isRunnable: true,
      },
      {
        name: "README.md:5",
        code: 'import { loadEngine } from "@encdec/engine";\n',
        packageName: "engine",
        isRunnable: false,
      },
      {
        name: "README.md:13",
        code: 'import { Translator } from "@encdec/translate";\n',
        packageName: "translate",
        isRunnable: true,
      },
    ]);
  });
});
