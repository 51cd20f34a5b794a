import { describe, expect, test } from "vitest";
import generated from "../../test/fixtures/metrics/generated.json" with { type: "json" };
import { bleuStatistics } from "./bleu.ts";
import { chrfStatistics } from "./chrf.ts";
import { confidenceInterval, middle } from "./confidence-interval.ts";
import { corpusScore } from "./corpus-statistics.ts";
import { bootstrapTest, pairedBootstrap, randomizationTest } from "./paired-tests.ts";
import { bootstrapDraw, coinDraw, type Draw, resampleScores } from "./resampling.ts";
import { terStatistics } from "./ter.ts";

const { samples, baseline, results } = generated.resampling;
const cases = (generated.cases as unknown as [string, string[]][]).slice(100, 200);
const hypotheses = cases.map(([hypothesis]) => hypothesis);
const references = cases.map(([, [reference = ""]]) => reference);

const MEASURES = { BLEU: bleuStatistics, CHRF: chrfStatistics, TER: terStatistics };

/** The choices that the generator script made: first the segments of all samples, then the coins. */
function drawAgain(): { segments: Draw; coins: Draw } {
  let state = 7;
  const draw = (limit: number): number => {
    state = (state * 48271) % 2147483647;
    return state % limit;
  };
  const many = (limit: number) =>
    Array.from({ length: samples }, () => hypotheses.map(() => draw(limit)));
  const chosen = many(hypotheses.length).map((indices) => {
    const counts = new Array<number>(hypotheses.length).fill(0);
    for (const index of indices) (counts[index] as number)++;
    return counts;
  });
  const coins = many(2);
  return { segments: () => chosen.shift() ?? [], coins: () => coins.shift() ?? [] };
}

describe.each(Object.entries(MEASURES))("%s", (name, measure) => {
  const golden = results[name as keyof typeof results];
  const systems = [measure(baseline, references), measure(hypotheses, references)] as const;
  const close = (actual: number, expected: number) =>
    expect(Math.abs(actual - expected)).toBeLessThanOrEqual(1e-6 * Math.abs(expected));

  test("has sacrebleu's scores and interval on the same choices", () => {
    for (const [index, system] of systems.entries()) {
      close(corpusScore(system), golden.scores[index] as number);
    }
    const [scores = new Float64Array()] = resampleScores(
      [systems[1]],
      samples,
      drawAgain().segments,
    );
    const { mean, lower, upper } = middle(scores, 0.95);
    close(mean, golden.mean);
    close((upper - lower) / 2, golden.halfWidth);
  });

  test("has sacrebleu's p values on the same choices", () => {
    const { segments, coins } = drawAgain();
    close(bootstrapTest(...systems, samples, segments).pValue, golden.bootstrap);
    close(randomizationTest(...systems, samples, coins).pValue, golden.randomization);
  });

  test("comes near sacrebleu on choices of its own", () => {
    const { mean, lower, upper } = confidenceInterval(systems[1], { seed: 1 });
    const { halfWidth } = golden.own;
    expect(Math.abs(mean - golden.own.mean)).toBeLessThan(0.1 * halfWidth);
    expect(Math.abs((upper - lower) / 2 - halfWidth)).toBeLessThan(0.2 * halfWidth);
    const { pValue } = pairedBootstrap(...systems, { seed: 1 });
    expect(Math.abs(pValue - golden.own.pValue)).toBeLessThan(0.06);
  });
});

test("draws as many segments as there are, each as likely", () => {
  const draw = bootstrapDraw(50, 3);
  const totals = new Float64Array(50);
  for (let sample = 0; sample < 2000; sample++) {
    const counts = Array.from(draw());
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(50);
    for (const [segment, count] of counts.entries()) (totals[segment] as number) += count;
  }
  // 2000 expected, with a standard deviation of 44.
  for (const total of totals) expect(Math.abs(total - 2000)).toBeLessThan(220);
});

test("throws fair coins", () => {
  const draw = coinDraw(1000, 3);
  const heads = Array.from({ length: 20 }, () => Array.from(draw()).filter((coin) => coin === 1));
  // 10000 expected, with a standard deviation of 71.
  expect(Math.abs(heads.flat().length - 10_000)).toBeLessThan(350);
});

test("the same seed draws the same, another one does not", () => {
  const drawn = (seed: number) => Array.from(bootstrapDraw(20, seed)());
  expect(drawn(1)).toEqual(drawn(1));
  expect(drawn(1)).not.toEqual(drawn(2));
});
