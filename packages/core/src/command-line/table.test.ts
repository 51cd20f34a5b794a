import { expect, it } from "vitest";
import { formatTable } from "./table.ts";

it("lines up wide characters by the columns that they take", () => {
  const table = formatTable(
    ["phrase", "score"],
    [
      ["猫", 100],
      ["cat", 7.25],
    ],
  );
  expect(table.split("\n")).toEqual(["phrase  score", "猫      100.0", "cat       7.3"]);
});

it("keeps a table without rows", () => {
  expect(formatTable(["a", "b"], [])).toBe("a  b");
});
