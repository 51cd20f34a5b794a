/** Phrase pairs from files: tab-separated lines, or two files side by side. */
import { readLines } from "@encdec/core/persistence";
import type { Pair } from "./data.ts";

/**
 * Pairs from lines `source<TAB>target[<TAB>...]`; further columns are further translations, except
 * Tatoeba's attribution (`CC-BY ...`).
 *
 * @throws {Error} If the file is missing, empty, not UTF-8, or has a line without a tab.
 */
export async function tabSeparatedPairs(path: string): Promise<Pair[]> {
  const lines = await readLines(path);
  return lines.flatMap((line, index) => {
    if (line.trim() === "") return [];
    const [source = "", ...columns] = line.split("\t");
    const targets = columns.filter((column) => column !== "" && !column.startsWith("CC-BY"));
    if (source.trim() === "" || targets.length === 0) {
      throw new Error(
        `Cannot read ${path}: line ${index + 1} must be source, tab, target, got ${JSON.stringify(shorten(line))}`,
      );
    }
    return targets.map((target) => ({ source, target }));
  });
}

/**
 * Pairs from two files that translate each other line by line.
 *
 * @throws {Error} If a file is missing, empty or not UTF-8, or they differ in length.
 */
export async function parallelPairs(sourcePath: string, targetPath: string): Promise<Pair[]> {
  const [sources, targets] = await Promise.all([readLines(sourcePath), readLines(targetPath)]);
  if (sources.length !== targets.length) {
    throw new Error(
      `Cannot pair ${sourcePath} with ${targetPath}: both must have the same number of lines, got ${sources.length} and ${targets.length}`,
    );
  }
  return sources
    .map((source, index) => ({ source, target: targets[index] ?? "" }))
    .filter(({ source, target }) => source.trim() !== "" && target.trim() !== "");
}

function shorten(line: string): string {
  return line.length > 60 ? `${line.slice(0, 60)}…` : line;
}
