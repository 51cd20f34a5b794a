/** Phrase pairs from files: tab-separated lines, gettext catalogues, TMX, or two files side by side. */
import { readFile } from "node:fs/promises";
import { readLines } from "@encdec/core/persistence";
import type { Pair } from "./data.ts";
import { catalogueMessages } from "./gettext-messages.ts";
import { align, sentenceSplitter } from "./sentence-alignment.ts";
import { type LanguagePair, tmxPairs } from "./tmx-pairs.ts";

/**
 * Pairs of one file, by the ending of its name: `.po` and `.mo` (gettext), `.tmx`, anything else
 * tab-separated.
 *
 * @throws {Error} If the file is missing or is not what its name says.
 */
export async function filePairs(path: string, languages: LanguagePair): Promise<Pair[]> {
  const ending = /\.(po|mo|tmx)$/i.exec(path)?.[1]?.toLowerCase();
  if (ending === "tmx") return tmxPairs(path, languages);
  if (ending === "po" || ending === "mo") return gettextPairs(path, ending, languages);
  return tabSeparatedPairs(path);
}

/** Messages of a catalogue, whose ids are the sources, by lines and sentences where both sides match. */
async function gettextPairs(
  path: string,
  format: "po" | "mo",
  { sourceLanguage, targetLanguage }: LanguagePair,
): Promise<Pair[]> {
  const split = {
    source: sentenceSplitter(sourceLanguage),
    target: sentenceSplitter(targetLanguage),
  };
  try {
    const messages = catalogueMessages(await readFile(path), { format, plurals: true });
    return messages.flatMap(({ source, target }) =>
      align(split.source(source), split.target(target)),
    );
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why = code === "ENOENT" ? "there is no such file" : (code ?? message);
    throw new Error(`Cannot read ${path}: ${why.replace("Cannot read a catalogue: ", "")}`, {
      cause: error,
    });
  }
}

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
