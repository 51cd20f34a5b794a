import { expect, it } from "vitest";
import { fileKind } from "./file-kind.ts";
import { UsageError } from "./usage-error.ts";

const OPTIONS = { flag: "--page", kinds: ["html", "json"] } as const;

it.each([
  ["a.html", "html"],
  ["folder.json/a.b.JSON", "json"],
])("takes %j for %s", (path, kind) => {
  expect(fileKind(path, OPTIONS)).toBe(kind);
});

it.each(["a.svg", "html", ".html", ""])("refuses %j, with advice", (path) => {
  const advice = "texts stand before --page";
  const kind = (): unknown => fileKind(path, { ...OPTIONS, advice });
  expect(kind).toThrow(UsageError);
  expect(kind).toThrow(
    `Cannot run the command: --page takes a file that ends in .html or .json, got "${path}"; ${advice}`,
  );
});
