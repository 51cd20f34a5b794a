/** Files that charts are written into. */
import { fileKind } from "./file-kind.ts";

/** An image alone, or a page. */
export type ChartFileKind = "svg" | "html";

/**
 * What a file becomes, by the ending of its name.
 *
 * @param flag The flag that names the file, such as `--heat-map`.
 * @throws {UsageError} If it is neither `.svg` nor `.html`.
 *
 * @example
 * ```ts
 * import { chartFileKind } from "@encdec/core/command-line";
 * import { assert } from "vitest";
 *
 * assert.equal(chartFileKind("accuracy.SVG", "--heat-map"), "svg");
 * assert.throws(
 *   () => chartFileKind("accuracy.png", "--heat-map"),
 *   'Cannot run the command: --heat-map takes a file that ends in .svg or .html, got "accuracy.png"',
 * );
 * ```
 */
export function chartFileKind(path: string, flag: string): ChartFileKind {
  return fileKind(path, { flag, kinds: ["svg", "html"] });
}
