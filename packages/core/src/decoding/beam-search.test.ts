import { beforeAll, describe, expect, it } from "vitest";
import {
  everySequence,
  plainBeamSearch,
  type Sequence,
} from "../../test/fixtures/decoding/exhaustive.ts";
import {
  type Memory,
  RandomDecoder,
  START,
  type States,
} from "../../test/fixtures/decoding/random-decoder.ts";
import { loadEngine } from "../backend/engine.ts";
import { type BeamSearchOptions, beamSearch } from "./beam-search.ts";
import { coveragePenaltyOf } from "./coverage-penalty.ts";
import { greedySearch } from "./greedy-search.ts";
import type { Hypothesis } from "./hypothesis.ts";
import { type LengthPenalty, lengthPenaltyOf } from "./length-penalty.ts";
import { scoreReferences } from "./score-references.ts";

type Options = Omit<BeamSearchOptions<States, Memory>, keyof RandomDecoder["start"]>;

const PENALTIES: readonly LengthPenalty[] = [
  { kind: "none" },
  { kind: "wu", alpha: 0.7 },
  { kind: "average" },
];

/** Searches, checks that what was found is what the decoder says, and frees the decoder. */
async function search(decoder: RandomDecoder, options: Options): Promise<Hypothesis[][]> {
  const found = await beamSearch({ ...decoder.start, bannedIds: [START], ...options });
  for (const [source, hypotheses] of found.entries()) {
    for (const hypothesis of hypotheses) {
      const tokens = [...hypothesis.ids, ...(hypothesis.finished ? [1] : [])];
      const expected = tokens.map((id, at) => {
        const before = tokens.slice(0, at);
        return decoder.logProbabilities(source, before)[id] as number;
      });
      expectClose(hypothesis.tokenLogProbabilities, expected);
      expectClose([hypothesis.logProbability], [expected.reduce((sum, value) => sum + value, 0)]);
    }
  }
  return found;
}

function expectClose(actual: readonly number[], expected: readonly number[]): void {
  expect(actual).toHaveLength(expected.length);
  for (const [place, value] of actual.entries()) expect(value).toBeCloseTo(expected[place] ?? 0, 4);
}

function expectSame(actual: readonly Hypothesis[], expected: readonly Hypothesis[]): void {
  expect(actual.map(({ ids, finished }) => [ids, finished])).toEqual(
    expected.map(({ ids, finished }) => [ids, finished]),
  );
  for (const [place, hypothesis] of actual.entries()) {
    expectClose([hypothesis.score], [expected[place]?.score ?? Number.NaN]);
    expect(hypothesis.attention).toEqual(expected[place]?.attention);
  }
}

function scoreOf({ ids, logProbability }: Sequence, penalty: LengthPenalty): number {
  return logProbability / lengthPenaltyOf(ids.length + 1, penalty);
}

beforeAll(() => loadEngine());

describe("a beam that holds everything", () => {
  it.each(PENALTIES)(
    "finds what exhaustive search finds, with length penalty %j",
    async (penalty) => {
      for (let seed = 0; seed < 8; seed++) {
        const sources = [seed, seed + 100, seed + 200];
        const decoder = new RandomDecoder({ seed, vocabularySize: 5, sources });
        const found = await search(decoder, {
          beamSize: 500,
          nBest: 20,
          maximumLength: 4,
          lengthPenalty: penalty,
          stopping: "optimal",
        });
        for (const [source, hypotheses] of found.entries()) {
          const expected = everySequence({ decoder, source, maximumLength: 4 })
            .sort((a, b) => scoreOf(b, penalty) - scoreOf(a, penalty))
            .slice(0, 20);
          expect(hypotheses.map(({ ids }) => ids)).toEqual(expected.map(({ ids }) => ids));
          expectClose(
            hypotheses.map(({ score }) => score),
            expected.map((sequence) => scoreOf(sequence, penalty)),
          );
        }
        decoder.dispose();
      }
    },
  );

  it("finds the best of all scores with coverage", async () => {
    const decoder = new RandomDecoder({ seed: 3, vocabularySize: 4, sources: [1, 2] });
    const [penalty, weight]: [LengthPenalty, number] = [{ kind: "wu", alpha: 0.5 }, 0.8];
    const found = await search(decoder, {
      beamSize: 200,
      nBest: 10,
      maximumLength: 4,
      lengthPenalty: penalty,
      coverageWeight: weight,
      sourceLengths: [3, 2],
      stopping: "optimal",
    });
    for (const [source, hypotheses] of found.entries()) {
      const scores = everySequence({ decoder, source, maximumLength: 4 }).map((sequence) => {
        const attention = [...sequence.ids, 1].map((_, at) =>
          decoder.attention(source, sequence.ids.slice(0, at)),
        );
        return scoreOf(sequence, penalty) + weight * coveragePenaltyOf(attention, 3 - source);
      });
      expectClose(
        hypotheses.map(({ score }) => score),
        scores.sort((a, b) => b - a).slice(0, 10),
      );
    }
    decoder.dispose();
  });
});

describe("a small beam", () => {
  it.each([2, 3, 5])(
    "of %i finds what it finds without dropping anything early",
    async (beamSize) => {
      for (let seed = 20; seed < 30; seed++) {
        const decoder = new RandomDecoder({ seed, vocabularySize: 12, sources: [1, 2, 3, 4] });
        for (const lengthPenalty of PENALTIES) {
          const found = await search(decoder, {
            beamSize,
            nBest: beamSize,
            maximumLength: 8,
            lengthPenalty,
            stopping: "optimal",
          });
          for (const [source, hypotheses] of found.entries()) {
            const expected = plainBeamSearch({ decoder, source, maximumLength: 8, beamSize })
              .sort((a, b) => scoreOf(b, lengthPenalty) - scoreOf(a, lengthPenalty))
              .slice(0, beamSize);
            const finished = hypotheses.filter((hypothesis) => hypothesis.finished);
            expect(finished.map(({ ids }) => ids)).toEqual(expected.map(({ ids }) => ids));
          }
        }
        decoder.dispose();
      }
    },
  );

  it("of 1 is greedy search, whatever the penalties", async () => {
    for (let seed = 40; seed < 50; seed++) {
      const decoder = new RandomDecoder({ seed, vocabularySize: 8, sources: [5, 6, 7] });
      const rules = {
        maximumLength: 7,
        minimumLength: 2,
        bannedIds: [START, 3],
        noRepeatNgramSize: 2,
        forcedPrefixes: [[], [4], [5, 6]],
      };
      const greedy = await greedySearch({ ...decoder.start, ...rules });
      for (const lengthPenalty of PENALTIES) {
        const found = await search(decoder, { ...rules, beamSize: 1, lengthPenalty });
        expect(found.map(([best]) => [best?.ids, best?.finished])).toEqual(
          greedy.map(({ ids, finished }) => [ids, finished]),
        );
      }
      decoder.dispose();
    }
  });

  it("finds hypotheses whose log-probabilities are those of scoring", async () => {
    const decoder = new RandomDecoder({ seed: 8, vocabularySize: 30, sources: [1, 2, 3] });
    const found = await search(decoder, { beamSize: 4, maximumLength: 40, stopping: "optimal" });
    const best = found.map(([hypothesis]) => hypothesis as Hypothesis);
    expect(best.every(({ finished }) => finished)).toBe(true);
    const references = best.map(({ ids }) => ids);
    const scores = await scoreReferences({ ...decoder.start, references });
    expectClose(
      scores.map(({ logProbability }) => logProbability),
      best.map(({ logProbability }) => logProbability),
    );
    decoder.dispose();
  });

  it("gives every hypothesis the attention of its own tokens", async () => {
    const decoder = new RandomDecoder({ seed: 9, vocabularySize: 9, sources: [1, 2] });
    const found = await search(decoder, {
      beamSize: 4,
      nBest: 4,
      maximumLength: 6,
      attention: true,
      sourceLengths: [3, 2],
    });
    for (const [source, hypotheses] of found.entries()) {
      for (const { ids, attention } of hypotheses) {
        expect(attention).toHaveLength(ids.length);
        for (const [at, weights] of (attention ?? []).entries()) {
          const expected = decoder.attention(source, ids.slice(0, at)).slice(0, 3 - source);
          expectClose([...weights], expected);
        }
      }
    }
    decoder.dispose();
  });
});

describe("a batch", () => {
  const variants: Readonly<Record<string, Partial<Options>>> = {
    plain: {},
    penalized: { lengthPenalty: { kind: "wu", alpha: 0.6 }, coverageWeight: 0.4 },
    optimal: { stopping: "optimal", lengthPenalty: { kind: "average" } },
    diverse: { diversity: { groups: 2, strength: 1 } },
    constrained: { requiredPhrases: [[[5], [6, 7]], [], [[8, 8]], [[9]], []] },
    forced: { forcedPrefixes: [[], [4, 5], [6], [], [3, 3, 3]], noRepeatNgramSize: 3 },
    lengths: { maximumLength: [3, 9, 12, 5, 8], minimumLength: 2 },
  };

  it.each(Object.keys(variants))("gives what its sources give one by one: %s", async (name) => {
    const sources = [11, 12, 13, 14, 15];
    const options: Options = {
      beamSize: 4,
      nBest: 4,
      maximumLength: 10,
      attention: true,
      ...variants[name],
    };
    const make = (keys: readonly number[]): RandomDecoder =>
      new RandomDecoder({ seed: 50, vocabularySize: 10, sources: keys });
    const together = make(sources);
    const found = await search(together, options);
    together.dispose();
    for (const [source, key] of sources.entries()) {
      const one = make([key]);
      const only = <Value>(values: readonly Value[] | undefined): Value[] | undefined =>
        values && [values[source] as Value];
      const { maximumLength, requiredPhrases, forcedPrefixes } = options;
      const [alone] = await search(one, {
        ...options,
        maximumLength:
          typeof maximumLength === "number" ? maximumLength : (only(maximumLength) ?? 0),
        requiredPhrases: only(requiredPhrases),
        forcedPrefixes: only(forcedPrefixes),
      });
      expectSame(alone ?? [], found[source] ?? []);
      one.dispose();
    }
  });

  it("keeps only what is open", async () => {
    const decoder = new RandomDecoder({ seed: 1, vocabularySize: 6, sources: [1, 2, 3, 4, 5, 6] });
    const found = await search(decoder, { beamSize: 3, maximumLength: 12 });
    const longest = Math.max(...found.flat().map(({ ids }) => ids.length));
    expect(decoder.rows[0]).toBe(6); // all hypotheses of a source are one at first
    expect(decoder.rows[1]).toBeGreaterThanOrEqual(15); // a source may have ended at once
    expect(decoder.rows.at(-1)).toBeLessThanOrEqual(6);
    expect(decoder.rows.length).toBeLessThanOrEqual(longest + 3);
    expect(decoder.rows.slice(1)).toEqual(decoder.rows.slice(1).toSorted((a, b) => b - a));
    decoder.dispose();
  });
});
