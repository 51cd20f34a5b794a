/** Plain tables for the terminal. */
import Table from "cli-table3";

/**
 * Lays out rows under a header; columns are as wide as what they show, numbers stand to the right.
 *
 * @example
 * ```ts
 * import { formatTable } from "@encdec/core/command-line";
 * import { assert } from "vitest";
 *
 * const table = formatTable(["score", "model"], [["BLEU", 41.5]]);
 * assert.equal(table, "score  model\nBLEU    41.5");
 * ```
 */
export function formatTable(
  head: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): string {
  const table = new Table({
    head: [...head],
    colAligns: head.map((_, column) => (typeof rows[0]?.[column] === "number" ? "right" : "left")),
    style: { head: [], border: [], "padding-left": 0, "padding-right": 0, compact: true },
    chars: { ...NO_LINES, middle: "  " },
  });
  table.push(
    ...rows.map((row) => row.map((cell) => (typeof cell === "number" ? cell.toFixed(1) : cell))),
  );
  return table
    .toString()
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n");
}

const NO_LINES = {
  top: "",
  "top-mid": "",
  "top-left": "",
  "top-right": "",
  bottom: "",
  "bottom-mid": "",
  "bottom-left": "",
  "bottom-right": "",
  left: "",
  "left-mid": "",
  mid: "",
  "mid-mid": "",
  right: "",
  "right-mid": "",
};
