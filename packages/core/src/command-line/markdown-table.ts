/** Tables of Markdown files. */

/**
 * A table in Markdown.
 *
 * @param options.right Tells the columns whose cells stand to the right, such as numbers. @default none
 *
 * @example
 * ```ts
 * import { markdownTable } from "@encdec/core/command-line";
 * import { assert } from "vitest";
 *
 * const table = markdownTable(["score", "model"], [["BLEU", "41.5"]], { right: (column) => column > 0 });
 * assert.equal(table, "| score | model |\n| --- | ---: |\n| BLEU | 41.5 |");
 * ```
 */
export function markdownTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  options: { readonly right?: (column: number) => boolean } = {},
): string {
  const { right = () => false } = options;
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  const rule = head.map((_, column) => (right(column) ? "---:" : "---"));
  return [line(head), line(rule), ...rows.map(line)].join("\n");
}
