/** Loads phrase pairs and splits them so that no source is in two sets. */
import { createHash } from "node:crypto";
import { normalize, Random, type Split, splitByKey } from "@encdec/core";
import type { TranslateConfig } from "./config.ts";
import { namePairs } from "./names.ts";
import { parallelPairs, tabSeparatedPairs } from "./pair-files.ts";
import { wesnothPairs } from "./wesnoth.ts";

/** A phrase and its translation. */
export interface Pair {
  readonly source: string;
  readonly target: string;
}

/** Pairs in three sets, with where they come from. */
export interface TranslationData extends Split<Pair> {
  readonly origin: Origin;
  /** Tells whether data is the same as another time. */
  readonly fingerprint: string;
}

/** Where pairs come from. */
export interface Origin {
  readonly description: string;
  readonly licence: string;
}

/**
 * Loads the pairs that the settings name, without duplicates, and splits them by source.
 *
 * @param onStep Hears about long work, such as a download.
 * @throws {Error} If the data cannot be read, or is too small to split.
 */
export async function loadData(
  config: Pick<TranslateConfig, "seed" | "data">,
  onStep: (text: string) => void = () => {},
): Promise<TranslationData> {
  const random = Random.fromSeed(config.seed);
  const all = distinct(await loadPairs(config, onStep));
  const pairs =
    config.data.limit === undefined
      ? all
      : random.fork("limit").shuffle(all).slice(0, config.data.limit);
  const split = splitByKey(pairs, {
    key: ({ source }) => sourceKey(source),
    validationShare: config.data.validationShare,
    testShare: config.data.testShare,
    random: random.fork("split"),
  });
  return { ...split, origin: originOf(config.data.from), fingerprint: fingerprint(pairs) };
}

/** Pairs of a file that is only scored on: `source<TAB>target[<TAB>...]`. */
export async function loadTestPairs(path: string): Promise<Pair[]> {
  return distinct(await tabSeparatedPairs(path));
}

/** Two sources with the same key count as one: case and white space do not matter. */
export function sourceKey(source: string): string {
  return normalize(source, { lowercase: true });
}

async function loadPairs(
  config: Pick<TranslateConfig, "seed" | "data">,
  onStep: (text: string) => void,
): Promise<Pair[]> {
  const { from, targetFile, sourceLanguage, targetLanguage, dates } = config.data;
  if (from === "names") {
    const random = Random.fromSeed(config.seed).fork("dates");
    return namePairs({ sourceLanguage, targetLanguage, dates, random });
  }
  if (from === "wesnoth") {
    if (sourceLanguage !== "en") {
      throw new RangeError(
        `Cannot load wesnoth: its sources are English, got data.sourceLanguage "${sourceLanguage}"`,
      );
    }
    return wesnothPairs({ targetLanguage, onStep });
  }
  return targetFile === undefined ? tabSeparatedPairs(from) : parallelPairs(from, targetFile);
}

function distinct(pairs: readonly Pair[]): Pair[] {
  return [...new Map(pairs.map((pair) => [`${pair.source}\t${pair.target}`, pair])).values()];
}

function fingerprint(pairs: readonly Pair[]): string {
  const hash = createHash("sha256");
  for (const { source, target } of pairs) hash.update(`${source}\t${target}\n`);
  return hash.digest("hex").slice(0, 16);
}

function originOf(from: string): Origin {
  switch (from) {
    case "names":
      return {
        description: "emoji names of emojibase-data, and names and dates of Intl (Unicode CLDR)",
        licence: "MIT; Unicode License v3",
      };
    case "wesnoth":
      return {
        description: "dialogue of Battle for Wesnoth's campaigns",
        licence: "GPL-2.0-or-later",
      };
    default:
      return { description: `file ${from}`, licence: "the file's own" };
  }
}
