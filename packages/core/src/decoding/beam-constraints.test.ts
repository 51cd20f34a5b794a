import { beforeAll, describe, expect, it } from "vitest";
import {
  type Memory,
  RandomDecoder,
  START,
  type States,
} from "../../test/fixtures/decoding/random-decoder.ts";
import { loadEngine } from "../backend/engine.ts";
import { type BeamSearchOptions, beamSearch } from "./beam-search.ts";
import { uniformAt } from "./counter-random.ts";
import type { Hypothesis } from "./hypothesis.ts";

type Options = Omit<BeamSearchOptions<States, Memory>, keyof RandomDecoder["start"]>;

const SOURCES = [31, 32, 33, 34];
const VOCABULARY = 9;

async function search(seed: number, options: Options): Promise<Hypothesis[][]> {
  const decoder = new RandomDecoder({ seed, vocabularySize: VOCABULARY, sources: SOURCES });
  try {
    return await beamSearch({ ...decoder.start, bannedIds: [START], ...options });
  } finally {
    decoder.dispose();
  }
}

/** Whole numbers below `bound` that depend on the case alone. */
function drawing(seed: number): (bound: number) => number {
  let count = 0;
  return (bound) => Math.floor(bound * uniformAt(seed, count++));
}

function expectSorted(hypotheses: readonly Hypothesis[]): void {
  for (const finished of [true, false]) {
    const scores = hypotheses.filter((one) => one.finished === finished).map(({ score }) => score);
    expect(scores).toEqual(scores.toSorted((a, b) => b - a));
  }
  const firstCut = hypotheses.findIndex(({ finished }) => !finished);
  if (firstCut !== -1)
    expect(hypotheses.slice(firstCut).some(({ finished }) => finished)).toBe(false);
  const texts = hypotheses.map(({ ids, finished }) => `${ids} ${finished}`);
  expect(new Set(texts).size).toBe(texts.length);
}

/** True when the phrases can be found one beside the other, sharing no token. */
function containsAll(ids: readonly number[], phrases: readonly (readonly number[])[]): boolean {
  const [phrase, ...others] = phrases;
  if (!phrase) return true;
  return ids.some((_, start) => {
    const fits = phrase.every((id, place) => ids[start + place] === id);
    if (!fits) return false;
    const used = [...ids.slice(0, start), -1, ...ids.slice(start + phrase.length)];
    return containsAll(used, others);
  });
}

function repeatsNgram(ids: readonly number[], size: number): boolean {
  const grams = ids.slice(size - 1).map((_, start) => ids.slice(start, start + size).join(" "));
  return new Set(grams).size < grams.length;
}

beforeAll(() => loadEngine());

describe("whatever the decoder says", () => {
  const seeds = Array.from({ length: 60 }, (_, seed) => seed);

  it("lengths, banned tokens, n-grams and prefixes are as asked for", async () => {
    for (const seed of seeds) {
      const draw = drawing(seed);
      const beamSize = 1 + draw(5);
      const minimumLength = draw(5);
      const maximumLength = SOURCES.map(() => minimumLength + 3 + draw(6));
      const banned = 2 + draw(3);
      const noRepeatNgramSize = 2 + draw(2);
      const forcedPrefixes = SOURCES.map(() => [[], [5], [6, 7], [8, 6, 5]][draw(4)] ?? []);
      const found = await search(seed, {
        beamSize,
        nBest: beamSize,
        minimumLength,
        maximumLength,
        bannedIds: [START, banned],
        noRepeatNgramSize,
        forcedPrefixes,
        stopping: draw(2) === 0 ? "beam" : "optimal",
      });
      for (const [source, hypotheses] of found.entries()) {
        expectSorted(hypotheses);
        expect(hypotheses.length).toBeGreaterThan(0);
        for (const { ids } of hypotheses) {
          expect(ids.length).toBeGreaterThanOrEqual(minimumLength);
          expect(ids.length).toBeLessThanOrEqual(maximumLength[source] as number);
          expect(ids).not.toContain(banned);
          expect(repeatsNgram(ids, noRepeatNgramSize)).toBe(false);
          const prefix = forcedPrefixes[source] as number[];
          expect(ids.slice(0, prefix.length)).toEqual(prefix);
        }
      }
    }
  });

  it("required phrases are written, however short the hypotheses may be", async () => {
    for (const seed of seeds) {
      const draw = drawing(1000 + seed);
      const beamSize = 1 + draw(6);
      const requiredPhrases = SOURCES.map(() =>
        Array.from({ length: draw(4) }, () =>
          Array.from({ length: 1 + draw(3) }, () => 2 + draw(VOCABULARY - 2)),
        ),
      );
      const maximumLength = requiredPhrases.map((phrases) => phrases.flat().length + draw(4));
      const found = await search(seed, {
        beamSize,
        nBest: beamSize,
        maximumLength,
        requiredPhrases,
        noRepeatNgramSize: draw(3),
        lengthPenalty: { kind: "wu", alpha: 0.5 },
      });
      for (const [source, hypotheses] of found.entries()) {
        expectSorted(hypotheses);
        expect(hypotheses.length).toBeGreaterThan(0);
        for (const { ids } of hypotheses) {
          expect(ids.length).toBeLessThanOrEqual(maximumLength[source] as number);
          expect(containsAll(ids, requiredPhrases[source] ?? [])).toBe(true);
        }
      }
    }
  });

  it("groups that avoid each other keep the rules, too", async () => {
    for (const seed of seeds.slice(0, 20)) {
      const draw = drawing(2000 + seed);
      const found = await search(seed, {
        beamSize: 6,
        nBest: 6,
        minimumLength: 2,
        maximumLength: 7,
        diversity: { groups: [1, 2, 3, 6][draw(4)] as number, strength: 3 * draw(3) },
        requiredPhrases: SOURCES.map(() => [[2 + draw(7)]]),
      });
      for (const hypotheses of found) {
        for (const { ids } of hypotheses) {
          expect(ids.length).toBeGreaterThanOrEqual(2);
          expect(ids.length).toBeLessThanOrEqual(7);
        }
      }
    }
  });
});

describe("required phrases", () => {
  it("find the best sequence that has them when the beam holds everything", async () => {
    for (let seed = 0; seed < 5; seed++) {
      const options: Options = { beamSize: 4000, maximumLength: 3, stopping: "optimal" };
      const all = await search(seed, { ...options, nBest: 400 });
      const requiredPhrases = [[[4]], [[5, 6]], [[7], [8]], [[3], [3]]];
      const found = await search(seed, { ...options, requiredPhrases });
      for (const [source, [best]] of found.entries()) {
        const expected = all[source]?.find(({ ids }) =>
          containsAll(ids, requiredPhrases[source] ?? []),
        );
        expect(best?.ids).toEqual(expected?.ids);
      }
    }
  });
});

describe("diverse beams", () => {
  it("without strength are the same search several times", async () => {
    const plain = await search(1, { beamSize: 2, nBest: 2, maximumLength: 6 });
    const found = await search(1, {
      beamSize: 4,
      nBest: 4,
      maximumLength: 6,
      diversity: { groups: 2, strength: 0 },
    });
    for (const [source, hypotheses] of found.entries()) {
      const texts = hypotheses.map(({ ids }) => ids);
      const [first, second] = plain[source] ?? [];
      expect(texts).toEqual([first?.ids, first?.ids, second?.ids, second?.ids]);
    }
  });

  it("with much strength write different tokens at every place", async () => {
    const found = await search(2, {
      beamSize: 3,
      nBest: 3,
      minimumLength: 4,
      maximumLength: 4,
      diversity: { groups: 3, strength: 100 },
    });
    for (const hypotheses of found) {
      for (let place = 0; place < 4; place++) {
        expect(new Set(hypotheses.map(({ ids }) => ids[place])).size).toBe(3);
      }
    }
  });
});

describe("a decoder that leaves no choice", () => {
  it("gives the beginning that it had, unfinished", async () => {
    const found = await search(3, {
      beamSize: 2,
      maximumLength: 8,
      minimumLength: 8,
      bannedIds: [START, 2, 3, 4, 5, 6, 7],
      noRepeatNgramSize: 1,
    });
    for (const [best] of found) {
      expect(best?.ids).toEqual([8]);
      expect(best?.finished).toBe(false);
    }
  });
});
