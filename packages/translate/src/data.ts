/** Loads phrase pairs and splits them so that no source is in two sets. */
import { createHash } from "node:crypto";
import { normalize, Random, type Split, splitBeside } from "@encdec/core";
import { type CleaningReport, cleanPairs, describeCleaning } from "./clean-pairs.ts";
import type { TranslateConfig } from "./config.ts";
import { debianPairs } from "./debian-descriptions.ts";
import { namePairs } from "./names.ts";
import { filePairs, parallelPairs, tabSeparatedPairs } from "./pair-files.ts";
import type { LanguagePair } from "./tmx-pairs.ts";
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
  /** What was left out. */
  readonly cleaning: CleaningReport;
}

/** Where pairs come from. */
export interface Origin {
  readonly description: string;
  readonly licence: string;
}

/** What {@link loadData} reads of the settings. */
export type DataConfig = Pick<TranslateConfig, "seed" | "data">;

/**
 * Loads the pairs that the settings name, cleans them, and splits them by source.
 *
 * A source of a validation or test file is not trained on, whatever its case or spacing.
 *
 * @param onStep Hears about long work, such as a download, and about what was left out.
 * @throws {Error} If the data cannot be read, or is too small to split.
 */
export async function loadData(
  config: DataConfig,
  onStep: (text: string) => void = () => {},
): Promise<TranslationData> {
  const { cleaning = {}, limit, validationFile, testFile, ...settings } = config.data;
  const random = Random.fromSeed(config.seed);
  const { pairs: all, report } = cleanPairs(await loadPairs(config, onStep), {
    ...cleaning,
    ...settings,
  });
  if (report.dropped.length > 0) onStep(describeCleaning(report));
  const pairs = limit === undefined ? all : random.fork("limit").shuffle(all).slice(0, limit);

  const given = {
    ...(validationFile !== undefined && {
      validation: await loadTestPairs(validationFile, settings),
    }),
    ...(testFile !== undefined && { test: await loadTestPairs(testFile, settings) }),
  };
  const split = splitBeside(pairs, {
    given,
    key: ({ source }) => sourceKey(source),
    validationShare: settings.validationShare,
    testShare: settings.testShare,
    random: random.fork("split"),
    onLeftOut: (count) =>
      onStep(`left out ${count} pairs whose source is in a validation or test file`),
  });
  return {
    ...split,
    origin: originOf(settings.from),
    fingerprint: fingerprint([pairs, ...Object.values(given)].flat()),
    cleaning: report,
  };
}

/**
 * Pairs of a file that is only scored on; several targets of a source are its references.
 *
 * @param languages What a TMX file is searched for; without them the file is read as lines
 *   `source<TAB>target[<TAB>...]`.
 */
export async function loadTestPairs(path: string, languages?: LanguagePair): Promise<Pair[]> {
  const pairs = await (languages ? filePairs(path, languages) : tabSeparatedPairs(path));
  return [...new Map(pairs.map((pair) => [`${pair.source}\t${pair.target}`, pair])).values()];
}

/** Two sources with the same key count as one: case and white space do not matter. */
export function sourceKey(source: string): string {
  return normalize(source, { lowercase: true });
}

async function loadPairs(config: DataConfig, onStep: (text: string) => void): Promise<Pair[]> {
  const { from, targetFile, sourceLanguage, targetLanguage, dates } = config.data;
  switch (from) {
    case "names": {
      const random = Random.fromSeed(config.seed).fork("dates");
      return namePairs({ sourceLanguage, targetLanguage, dates, random });
    }
    case "debian":
      return debianPairs({ sourceLanguage, targetLanguage, onStep });
    case "wesnoth":
      if (sourceLanguage !== "en") {
        throw new RangeError(
          `Cannot load wesnoth: its sources are English, got data.sourceLanguage "${sourceLanguage}"`,
        );
      }
      return wesnothPairs({ targetLanguage, onStep });
    default:
      return targetFile === undefined
        ? filePairs(from, { sourceLanguage, targetLanguage })
        : parallelPairs(from, targetFile);
  }
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
    case "debian":
      return {
        description: "short descriptions of Debian's packages and their translations",
        licence: "the packages' own",
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
