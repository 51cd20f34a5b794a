/** Texts of several sentences to pairs of one sentence each. */
import { normalize } from "@encdec/core";
import type { Pair } from "./data.ts";

/** Makes a function that splits a text into normalized lines and sentences by the rules of a language. */
export function sentenceSplitter(locale: string): (text: string) => string[] {
  // The language alone decides; names that are no BCP 47 tags, such as "racv", get the root's rules.
  const language = /^[a-z]{2,3}(?![a-z])/.exec(locale)?.[0] ?? "und";
  const segmenter = new Intl.Segmenter(language, { granularity: "sentence" });
  return (text) =>
    text
      .split("\n")
      .flatMap((line) => [...segmenter.segment(line)].map(({ segment }) => normalize(segment)))
      .filter((sentence) => sentence !== "");
}

/**
 * Sentence by sentence if both sides have as many of them, with lengths in proportion; else one pair,
 * whole.
 */
export function align(sources: readonly string[], targets: readonly string[]): Pair[] {
  const whole = { source: sources.join(" "), target: targets.join(" ") };
  if (sources.length !== targets.length) return [whole];
  const sentences = sources.map((source, index) => ({ source, target: targets[index] ?? "" }));
  const scale = whole.source.length / whole.target.length;
  return sentences.every((pair) => inProportion(pair, scale)) ? sentences : [whole];
}

const SLACK_CHARACTERS = 10; // short sentences differ freely
const MOST_DISPROPORTION = 2;

function inProportion({ source, target }: Pair, scale: number): boolean {
  const expected = source.length + SLACK_CHARACTERS;
  const found = target.length * scale + SLACK_CHARACTERS;
  return Math.max(expected / found, found / expected) <= MOST_DISPROPORTION;
}
