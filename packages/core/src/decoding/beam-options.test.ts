import { beforeAll, expect, it } from "vitest";
import {
  type Memory,
  RandomDecoder,
  type States,
} from "../../test/fixtures/decoding/random-decoder.ts";
import { loadEngine } from "../backend/engine.ts";
import { type BeamSearchOptions, beamSearch } from "./beam-search.ts";
import { lengthPenaltyOf } from "./length-penalty.ts";
import { allocateBanks } from "./phrase-banks.ts";

beforeAll(() => loadEngine());

it.each<[Partial<BeamSearchOptions<States, Memory>>, string]>([
  [{ beamSize: 0 }, "Cannot decode: beamSize must be a positive integer, got 0"],
  [{ nBest: 5 }, "Cannot decode: nBest must be from 1 to beamSize 4, got 5"],
  [{ diversity: { groups: 3 } }, "Cannot decode: diversity.groups must divide beamSize 4, got 3"],
  [
    { diversity: { groups: 2, strength: -1 } },
    "Cannot decode: diversity.strength must be 0 or more, got -1",
  ],
  [{ coverageWeight: -1 }, "Cannot decode: coverageWeight must be 0 or more, got -1"],
  [
    { lengthPenalty: { kind: "wu", alpha: -1 } },
    "Cannot penalize lengths: alpha must be 0 or more, got -1",
  ],
  [
    { sourceLengths: [3] },
    "Cannot decode: sourceLengths must have one entry for each of 2 sources, got 1",
  ],
  [
    { requiredPhrases: [[]] },
    "Cannot decode: requiredPhrases must have one entry for each of 2 sources, got 1",
  ],
  [{ requiredPhrases: [[[]], []] }, "Cannot decode: a required phrase must have tokens, got none"],
  [
    { requiredPhrases: [[[2, 1]], []] },
    "Cannot decode: a required phrase must not contain the end, got 1",
  ],
  [
    { requiredPhrases: [[[2]], []], bannedIds: [2] },
    "Cannot decode: a required phrase must not contain a banned token, got 2",
  ],
  [
    { requiredPhrases: [[[2, 3], [4]], []], forcedPrefixes: [[5, 6], []] },
    "Cannot decode: the required phrases must fit into 2 tokens, got 3",
  ],
])("refuses %j", async (options, message) => {
  const decoder = new RandomDecoder({ seed: 1, vocabularySize: 8, sources: [1, 2] });
  const search = beamSearch({ ...decoder.start, beamSize: 4, maximumLength: 4, ...options });
  await expect(search).rejects.toThrow(message);
  decoder.dispose();
});

it("penalizes lengths as written", () => {
  expect(lengthPenaltyOf(1, { kind: "wu", alpha: 0.6 })).toBe(1);
  expect(lengthPenaltyOf(13, { kind: "wu", alpha: 0.6 })).toBeCloseTo(3 ** 0.6, 12);
  expect(lengthPenaltyOf(9, { kind: "average", alpha: 0.5 })).toBe(3);
  expect(lengthPenaltyOf(9, { kind: "average", alpha: 0 })).toBe(1);
});

it.each([
  [[10, 10, 10, 10], 8, [2, 2, 2, 2]],
  [[10, 10, 10], 8, [2, 2, 4]],
  [[10, 0, 1], 6, [5, 0, 1]],
  [[1, 5, 1], 5, [1, 3, 1]],
  [[9, 9, 9, 9], 2, [0, 0, 0, 2]],
  [[1, 1], 8, [1, 1]],
])("divides a beam among banks of %j candidates and %i places", (candidates, places, expected) => {
  expect(allocateBanks(candidates, places)).toEqual(expected);
});
