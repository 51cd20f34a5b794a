/** Names of things in two languages: emoji (emojibase-data) and what `Intl` knows. */
import { createRequire } from "node:module";
import type { Random } from "@encdec/core";
import type { Pair } from "./data.ts";

/** Options of {@link namePairs}. */
export interface NamePairsOptions {
  readonly sourceLanguage: string;
  readonly targetLanguage: string;
  /** How many written dates are added. */
  readonly dates: number;
  /** Draws the dates. */
  readonly random: Random;
}

/** The locales of emojibase-data. */
export const NAME_LANGUAGES: readonly string[] = [
  "bn",
  "da",
  "de",
  "en",
  "en-gb",
  "es",
  "es-mx",
  "et",
  "fi",
  "fr",
  "hi",
  "hu",
  "it",
  "ja",
  "ko",
  "lt",
  "ms",
  "nb",
  "nl",
  "pl",
  "pt",
  "ru",
  "sv",
  "th",
  "uk",
  "vi",
  "zh",
  "zh-hant",
];

/**
 * Emoji, language, region and currency names and written dates in two languages.
 *
 * @throws {RangeError} If there are no names in a language.
 */
export function namePairs(options: NamePairsOptions): Pair[] {
  const { sourceLanguage, targetLanguage } = options;
  return [
    ...joinNames(emojiNames(sourceLanguage), emojiNames(targetLanguage)),
    ...joinNames(intlNames(sourceLanguage), intlNames(targetLanguage)),
    ...writtenDates(options),
  ];
}

function joinNames(sources: Map<string, string>, targets: Map<string, string>): Pair[] {
  return [...sources].flatMap(([key, source]) => {
    const target = targets.get(key);
    return target === undefined ? [] : [{ source, target }];
  });
}

interface Emoji {
  readonly hexcode: string;
  readonly label: string;
  readonly skins?: readonly Emoji[];
}

const loadJson = createRequire(import.meta.url);

function emojiNames(language: string): Map<string, string> {
  if (!NAME_LANGUAGES.includes(language)) {
    throw new RangeError(
      `Cannot load names: the language must be one of ${NAME_LANGUAGES.join(", ")}, got "${language}"`,
    );
  }
  const emoji = loadJson(`emojibase-data/${language}/data.json`) as Emoji[];
  return new Map(
    emoji
      .flatMap((entry) => [entry, ...(entry.skins ?? [])])
      .map(({ hexcode, label }) => [hexcode, label]),
  );
}

function intlNames(language: string): Map<string, string> {
  const letters = [..."abcdefghijklmnopqrstuvwxyz"];
  const twoLetters = letters.flatMap((first) => letters.map((second) => first + second));
  const codes = {
    language: twoLetters,
    region: twoLetters.map((code) => code.toUpperCase()),
    currency: Intl.supportedValuesOf("currency"),
  };
  const names = new Map<string, string>();
  for (const [type, ofType] of Object.entries(codes)) {
    const display = new Intl.DisplayNames(language, {
      type: type as keyof typeof codes,
      fallback: "none",
    });
    for (const code of ofType) {
      const name = display.of(code);
      if (name !== undefined) names.set(`${type} ${code}`, name);
    }
  }
  return names;
}

function writtenDates(options: NamePairsOptions): Pair[] {
  const { sourceLanguage, targetLanguage, dates, random } = options;
  const format = (language: string): Intl.DateTimeFormat =>
    new Intl.DateTimeFormat(language, { dateStyle: "long", timeZone: "UTC" });
  const [source, target] = [format(sourceLanguage), format(targetLanguage)];
  return Array.from({ length: dates }, () => {
    const day = new Date(Date.UTC(1990, 0, 1 + random.integer(50 * 365)));
    return { source: source.format(day), target: target.format(day) };
  });
}
