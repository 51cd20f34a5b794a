/** The lines of a file of merges, as subword-nmt writes them: a version, then two symbols a line. */

import type { Merge } from "./byte-pair-learning.ts";

const VERSION = "#version: 0.2";

/** One merge a line under the version of the format. */
export function writeMerges(merges: readonly Merge[]): string {
  return [VERSION, ...merges.map((merge) => merge.join(" "))].map((line) => `${line}\n`).join("");
}

/**
 * Reads the merges of a text.
 *
 * @throws {RangeError} If the first line is not the version, a line is not two symbols, or the text is
 * cut off.
 */
export function readMerges(text: string): Merge[] {
  const lines = text.split(/\r?\n/);
  const rest = lines.pop() ?? "";
  if (rest !== "") {
    refuse(`the last line must end with a line break, got ${JSON.stringify(rest)}`);
  }
  if (lines[0] !== VERSION)
    refuse(`line 1 must be ${VERSION}, got ${JSON.stringify(lines[0] ?? "")}`);
  return lines.slice(1).map((line, index) => {
    const [left, right, ...more] = line.split(" ");
    if (!left || !right || more.length > 0) {
      refuse(
        `line ${index + 2} must be two symbols with a space between them, got ${JSON.stringify(line)}`,
      );
    }
    return [left, right] as const;
  });
}

function refuse(why: string): never {
  throw new RangeError(`Cannot read byte-pair merges: ${why}`);
}
