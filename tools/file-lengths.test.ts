import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { root } from "./environment.mjs";

const LONGEST_FILE = 300;
const SOURCES = /\.(ts|js|mjs|cc|h|py)$/;
const NOT_OURS = /(^|\/)(node_modules|dist|api|\.examples|\.turbo|runs|__pycache__)$/;

/** Sources of a folder and of those in it. */
function sourcesIn(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return NOT_OURS.test(path) ? [] : sourcesIn(path);
    return SOURCES.test(entry.name) ? [path] : [];
  });
}

/** Whether a source is short, or says in its first lines why it is not. */
function isAllowed(text: string): boolean {
  const lines = text.trimEnd().split("\n");
  return lines.length <= LONGEST_FILE || /more than 300 lines/i.test(lines.slice(0, 12).join("\n"));
}

describe("a source", () => {
  it("has at most 300 lines, or says at its head why it has more", () => {
    const sources = ["packages", "tools", "benchmarks", "examples", "docs"].flatMap(sourcesIn);
    const tooLong = sources.filter((path) => !isAllowed(readFileSync(join(root, path), "utf8")));
    expect(tooLong).toEqual([]);
    expect(sources.length).toBeGreaterThan(500);
    expect(sources).toContain("packages/engine/kernels/module.cc");
    expect(sources).toContain("tools/file-lengths.test.ts");
  });

  it.each([
    { text: "line\n".repeat(300), allowed: true },
    { text: "line\n".repeat(301), allowed: false },
    { text: `/** More than 300 lines: a table. */\n${"line\n".repeat(300)}`, allowed: true },
    { text: `${"line\n".repeat(301)}// more than 300 lines`, allowed: false },
  ])("is judged by its lines and its head", ({ text, allowed }) => {
    expect(isAllowed(text)).toBe(allowed);
  });
});
