import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runQuietly } from "./child.mjs";
import { root } from "./environment.mjs";
import { entriesOf, exportsOf } from "./public-api.ts";
import { packageNames } from "./sources.ts";

interface Module {
  name: string;
  children: { name: string }[];
}

const folder = mkdtempSync(join(os.tmpdir(), "encdec-api-"));
let result: Awaited<ReturnType<typeof runQuietly>>;

beforeAll(async () => {
  const typedoc = join(root, "docs", "node_modules", "typedoc", "bin", "typedoc");
  const files = ["--out", join(folder, "api"), "--json", join(folder, "api.json")];
  result = await runQuietly(process.execPath, [typedoc, ...files], { cwd: join(root, "docs") });
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the API reference", () => {
  it("is made without a warning", () => {
    expect(result.exitCode, result.output).toBe(0);
    expect(result.output).not.toMatch(/\[(warning|error)\]/);
  });

  it("has every name of every entry that is no other library's", () => {
    const text = readFileSync(join(folder, "api.json"), "utf8");
    const { children: modules } = JSON.parse(text) as { children: Module[] };
    const entries = packageNames.flatMap(entriesOf);
    expect(modules.map(({ name }) => name).sort()).toEqual(
      entries.map(({ specifier }) => specifier).sort(),
    );
    for (const { specifier, declarationFile } of entries) {
      const module = modules.find(({ name }) => name === specifier);
      const exported = exportsOf(declarationFile).filter(
        ({ name, declaration }) => declaration !== `${name} (of another library)`,
      );
      expect(module?.children.map(({ name }) => name).sort(), specifier).toEqual(
        exported.map(({ name }) => name),
      );
    }
  });

  it("has no link to a page that is not there", () => {
    const pages = readdirSync(join(folder, "api"), { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".html"))
      .map((file) => join(folder, "api", file));
    const broken = pages.flatMap((page) =>
      [...readFileSync(page, "utf8").matchAll(/href="([^"#:]+)[^":]*"/g)]
        .map((match) => join(dirname(page), match[1] ?? ""))
        .filter((target) => target.startsWith(folder) && !existsSync(target)),
    );
    expect(broken).toEqual([]);
  });
});
