/** Whether one system is better than another: paired tests on the same segments. */

import { type CorpusStatistics, corpusScore, sumRows } from "./corpus-statistics.ts";
import {
  bootstrapDraw,
  checkResampling,
  coinDraw,
  type Draw,
  type ResamplingOptions,
  resampleScores,
} from "./resampling.ts";

export interface PairedTestResult {
  /** The scores of both systems on the whole corpus and the system's lead, in the unit of the measure. */
  readonly baseline: number;
  readonly system: number;
  readonly difference: number;
  /** Two-sided, above 0 to 1: how likely so large a difference is if the systems are equally good. */
  readonly pValue: number;
}

export interface PairedBootstrapResult extends PairedTestResult {
  /** Percentage of samples in which the system scores higher than the baseline; ties count half. */
  readonly winRate: number;
}

/**
 * Compares two systems on corpora drawn from the test set with replacement.
 *
 * pValue = (1 + #{|d_i| - mean |d| >= |difference|}) / (samples + 1), d_i the differences of the samples.
 * sacrebleu's is the same but counts larger ones only, and so calls a system better than itself.
 *
 * Source: Koehn 2004, https://aclanthology.org/W04-3250, 4; Riezler and Maxwell 2005, https://aclanthology.org/W05-0908, 3.
 *
 * @param baseline Statistics of one system.
 * @param system Statistics of the other on the same segments.
 * @param options 1000 samples by default.
 * @throws {RangeError} If the two measure different things or segments, or an option is out of its range.
 *
 * @example
 * ```ts
 * import { exactMatchStatistics, pairedBootstrap } from "@encdec/core";
 * import { assert } from "vitest";
 *
 * const references = Array.from({ length: 50 }, (_, index) => String(index));
 * const [baseline, system] = [20, 45].map((right) =>
 *   exactMatchStatistics(references.map((text, index) => (index < right ? text : "")), references),
 * );
 * const { difference, winRate, pValue } = pairedBootstrap(baseline!, system!, { seed: 3 });
 * assert.equal(difference, 50);
 * assert.equal(winRate, 100);
 * assert(pValue < 0.05);
 * ```
 */
export function pairedBootstrap(
  baseline: CorpusStatistics,
  system: CorpusStatistics,
  options: ResamplingOptions = {},
): PairedBootstrapResult {
  const { samples = 1000, seed = 12345 } = options;
  checkPair("compare by paired bootstrap", baseline, system, { samples, seed });
  return bootstrapTest(baseline, system, samples, bootstrapDraw(baseline.segments, seed));
}

/** {@link pairedBootstrap} on given choices of segments. */
export function bootstrapTest(
  baseline: CorpusStatistics,
  system: CorpusStatistics,
  samples: number,
  draw: Draw,
): PairedBootstrapResult {
  const [baselineScores, systemScores] = resampleScores([baseline, system], samples, draw) as [
    Float64Array,
    Float64Array,
  ];
  const differences = systemScores.map((score, index) => score - (baselineScores[index] as number));
  const wins = differences.reduce((sum, lead) => sum + (lead > 0 ? 1 : lead === 0 ? 0.5 : 0), 0);
  const absolute = differences.map(Math.abs);
  const mean = absolute.reduce((sum, difference) => sum + difference, 0) / samples;
  return {
    ...compareWhole(
      baseline,
      system,
      absolute.map((difference) => difference - mean),
    ),
    winRate: (100 * wins) / samples,
  };
}

/**
 * Compares two systems with pairs of outputs exchanged at random, by the throw of a coin for each segment.
 *
 * pValue = (1 + #{|d_i| >= |difference|}) / (samples + 1), d_i the differences after each exchange; in
 * sacrebleu larger ones only.
 *
 * Source: Riezler and Maxwell 2005, https://aclanthology.org/W05-0908, 3.
 *
 * @param baseline Statistics of one system.
 * @param system Statistics of the other on the same segments.
 * @param options 10000 samples by default.
 * @throws {RangeError} If the two measure different things or segments, or an option is out of its range.
 *
 * @example
 * ```ts
 * import { exactMatchStatistics, pairedRandomization } from "@encdec/core";
 * import { assert } from "vitest";
 *
 * const references = Array.from({ length: 50 }, (_, index) => String(index));
 * const system = exactMatchStatistics(references, references);
 * const baseline = exactMatchStatistics(references.map(() => ""), references);
 * assert(pairedRandomization(baseline, system).pValue < 0.001);
 * assert.equal(pairedRandomization(system, system).difference, 0);
 * ```
 */
export function pairedRandomization(
  baseline: CorpusStatistics,
  system: CorpusStatistics,
  options: ResamplingOptions = {},
): PairedTestResult {
  const { samples = 10_000, seed = 12345 } = options;
  checkPair("compare by paired randomization", baseline, system, { samples, seed });
  return randomizationTest(baseline, system, samples, coinDraw(baseline.segments, seed));
}

/** {@link pairedRandomization} with given throws of the coins. */
export function randomizationTest(
  baseline: CorpusStatistics,
  system: CorpusStatistics,
  samples: number,
  draw: Draw,
): PairedTestResult {
  const { segments } = baseline;
  const [baselineSums, systemSums] = [sumRows(baseline), sumRows(system)];
  const rows = baseline.rows.map((value, index) => value - (system.rows[index] as number));
  const differences = new Float64Array(samples).map(() => {
    const moved = sumRows({ rows, segments }, draw());
    const ofSystem = systemSums.map((sum, column) => sum + (moved[column] as number));
    const ofBaseline = baselineSums.map((sum, column) => sum - (moved[column] as number));
    return Math.abs(system.score(ofSystem) - baseline.score(ofBaseline));
  });
  return compareWhole(baseline, system, differences);
}

function compareWhole(
  baselineStatistics: CorpusStatistics,
  systemStatistics: CorpusStatistics,
  chanceDifferences: Float64Array,
): PairedTestResult {
  const baseline = corpusScore(baselineStatistics);
  const system = corpusScore(systemStatistics);
  const difference = system - baseline;
  // What is as large but for rounding counts, too: scores of few segments often are.
  const least = Math.abs(difference) * (1 - 1e-9);
  const asLarge = chanceDifferences.filter((chance) => chance >= least).length;
  return { baseline, system, difference, pValue: (1 + asLarge) / (1 + chanceDifferences.length) };
}

function checkPair(
  purpose: string,
  baseline: CorpusStatistics,
  system: CorpusStatistics,
  options: Required<ResamplingOptions>,
): void {
  checkResampling(purpose, options);
  if (baseline.measure !== system.measure || baseline.rows.length !== system.rows.length) {
    const describe = ({ measure, segments }: CorpusStatistics) => `${measure} of ${segments}`;
    throw new RangeError(
      `Cannot ${purpose}: both systems must have the same measure on the same segments, got ${describe(baseline)} and ${describe(system)} segments`,
    );
  }
}
