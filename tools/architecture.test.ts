import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { violations } from "./architecture.ts";
import { parseProjects, readSources, type Source } from "./sources.ts";

describe("the packages' sources", () => {
  it.each(readSources())("$path keeps the rules", (source) => {
    expect(violations(source)).toEqual([]);
  });
});

describe("the rules", () => {
  const source = (path: string, rest: Partial<Source> = {}): Source => ({
    path: `packages/${path}`,
    lines: 1,
    imports: [],
    globals: [],
    ...rest,
  });

  it.each<[Source, string[]]>([
    [source("core/src/text/a.ts", { imports: ["../model/lstm.ts"] }), ["imports model/"]],
    [source("core/src/model/a.ts", { imports: ["../backend/tf.ts", "./b.ts"] }), []],
    [
      source("core/src/model/a.ts", { imports: ["../index.ts", "../data/b.ts"] }),
      ["imports data/"],
    ],
    [
      source("core/src/model/a.ts", { imports: ["@tensorflow/tfjs-core"] }),
      ["imports @tensorflow/tfjs-core"],
    ],
    [source("core/src/index.ts", { imports: ["@encdec/engine"] }), ["imports @encdec/engine"]],
    [source("core/src/backend/a.ts", { imports: ["@encdec/engine", "@tensorflow/tfjs-core"] }), []],
    [source("core/src/data/a.ts", { imports: ["node:fs"] }), ["needs Node.js for node:fs"]],
    [source("core/src/data/a.ts", { imports: ["path"] }), ["needs Node.js for path"]],
    [source("core/src/data/a.ts", { globals: ["process.env"] }), ["needs Node.js for process.env"]],
    [source("core/src/persistence/a.ts", { imports: ["node:fs"], globals: ["process.pid"] }), []],
    [source("core/src/persistence/a.ts", { globals: ["console.log"] }), ["uses console.log"]],
    [source("core/src/command-line/a.ts", { globals: ["process.stdout", "console.log"] }), []],
    [source("core/src/garage/a.ts"), ["is in a room that is not listed: garage"]],
    [source("core/src/text/utils.ts"), ['is named "utils"']],
    [source("core/src/text/types.ts"), ['is named "types"']],
    [source("core/src/text/a.ts", { lines: 301 }), ["has 301 lines, more than 300"]],
    [source("engine/src/a.ts", { imports: ["@encdec/core"] }), ["imports @encdec/core"]],
    [source("translate/src/a.ts", { imports: ["@encdec/core", "@encdec/core/persistence"] }), []],
    [source("translate/src/a.ts", { imports: ["@encdec/engine"] }), ["imports @encdec/engine"]],
    [
      source("translate/src/a.ts", { imports: ["@encdec/core-like"] }),
      ["imports @encdec/core-like"],
    ],
    [
      source("translate/src/a.ts", { imports: ["@encdec/summarize"] }),
      ["imports @encdec/summarize"],
    ],
    [source("compare/src/a.ts", { imports: ["@encdec/core", "@encdec/summarize"] }), []],
    [source("compare/src/a.ts", { imports: ["@encdec/engine"] }), ["imports @encdec/engine"]],
    [
      source("compare/src/a.ts", { imports: ["@encdec/summarize/dist"] }),
      ["imports @encdec/summarize/dist"],
    ],
    [
      source("core/src/index.ts", { imports: ["@encdec/summarize"] }),
      ["imports @encdec/summarize"],
    ],
    [
      source("translate/src/a.ts", { imports: ["../../core/src/index.ts"] }),
      ["reaches into packages/core/src/index.ts"],
    ],
    [source("engine/src/probe-child.ts", { globals: ["console.log"] }), []],
    [source("translate/src/train.ts", { globals: ["process.stderr"] }), ["uses process.stderr"]],
    [source("translate/src/cli.ts", { globals: ["process.stdout", "console.error"] }), []],
  ])("%j breaks %j", (file, expected) => {
    expect(violations(file)).toEqual(expected);
  });

  it("see every form of import and use", () => {
    const folder = mkdtempSync(join(tmpdir(), "encdec-sources-"));
    try {
      writeFileSync(join(folder, "tsconfig.json"), '{ "include": ["*.ts"] }');
      writeFileSync(
        join(folder, "a.ts"),
        `import a from "1";
        import type { B } from "2";
        export {
          c,
        } from "3";
        export * from "4";
        import "5";
        export type D = import("6").D;
        export const e = await import(\`7\`); // import "none"
        const text = 'import f from "none"; process.argv';
        process.stdout.write(\`\${console.log(text)}\`);`,
      );
      const [{ imports, globals } = source("none")] = parseProjects([
        join(folder, "tsconfig.json"),
      ]);
      expect(imports.sort()).toEqual(["1", "2", "3", "4", "5", "6", "7"]);
      expect(globals.sort()).toEqual(["console.log", "process.stdout"]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
