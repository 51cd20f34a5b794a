import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { BytePairEncoding } from "./byte-pair-encoding.ts";

interface Golden {
  readonly counts: Record<string, number>;
  readonly merges: number;
  readonly minimumFrequency: number;
  readonly file: string;
  readonly pieces: Record<string, string>;
  readonly threshold: number;
  readonly restricted: Record<string, string>;
}

const FIXTURE = new URL("../../test/fixtures/text/byte-pair-golden.json", import.meta.url);
const golden: Record<string, Golden> = JSON.parse(readFileSync(FIXTURE, "utf8"));

const wordsOf = (counts: Record<string, number>): string[] =>
  Object.entries(counts).flatMap(([word, count]) => Array<string>(count).fill(word));

describe.each(Object.entries(golden))("as subword-nmt does: %s", (_, made) => {
  const encoding = BytePairEncoding.learn([wordsOf(made.counts)], made);

  test("learns the same merges and writes the same file", () => {
    expect(encoding.toText()).toBe(made.file);
  });

  test("splits into the same pieces, words that were never seen too", () => {
    const read = BytePairEncoding.fromText(made.file);
    for (const [word, pieces] of Object.entries(made.pieces)) {
      expect(encoding.split(word).join(" ")).toBe(pieces);
      expect(read.split(word).join(" ")).toBe(pieces);
    }
  });

  test("splits pieces that are rarer than a threshold again", () => {
    const counts = new Map<string, number>();
    for (const word of wordsOf(made.counts)) {
      for (const piece of encoding.split(word)) counts.set(piece, (counts.get(piece) ?? 0) + 1);
    }
    const restricted = encoding.restrictTo((piece) => (counts.get(piece) ?? 0) >= made.threshold);
    for (const [word, pieces] of Object.entries(made.restricted)) {
      expect(restricted.split(word).join(" ")).toBe(pieces);
    }
  });
});

const WORDS = ["low", "low", "lower", "lowest", "newest", "newest", "widest", "banana"];
const encoding = BytePairEncoding.learn([WORDS], { merges: 20 });

test("ends with the pairs that occur often enough, or at the number of merges", () => {
  expect(encoding.merges.length).toBeLessThan(20);
  expect(BytePairEncoding.learn([WORDS], { merges: 3 }).merges).toEqual(
    encoding.merges.slice(0, 3),
  );
  expect(BytePairEncoding.learn([WORDS], { merges: 0 }).split("low")).toEqual(["l@@", "o@@", "w"]);
  expect(BytePairEncoding.learn([WORDS], { minimumFrequency: 9 }).merges).toEqual([]);
  expect(BytePairEncoding.learn([]).merges).toEqual([]);
});

test("joins pieces to the words, whatever was split", () => {
  const words = ["newest", "é😀", "", "@@", "@", "</w>", "a</w>b"].filter((word) => word !== "");
  const pieces = words.flatMap((word) => encoding.split(word));
  expect(BytePairEncoding.join(pieces)).toEqual(words);
  expect(encoding.split("")).toEqual([]);
});

test("joins pieces in any order, as a model may give them", () => {
  expect(BytePairEncoding.join(["new@@"])).toEqual(["new"]);
  expect(BytePairEncoding.join(["a", "new@@", "low@@", "est", "<unk>"])).toEqual([
    "a",
    "newlowest",
    "<unk>",
  ]);
});

describe("dropout", () => {
  /** Marsaglia's 32-bit xorshift. */
  function numbers(seed: number): () => number {
    let state = seed;
    return () => {
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      return (state >>> 0) / 2 ** 32;
    };
  }

  test("leaves out no merge at rate 0 and every merge at rate 1", () => {
    const uniform = numbers(1);
    expect(encoding.splitWithDropout("newest", { rate: 0, uniform })).toEqual(
      encoding.split("newest"),
    );
    expect(encoding.splitWithDropout("low", { rate: 1, uniform })).toEqual(["l@@", "o@@", "w"]);
  });

  test("gives other pieces of the same word each time, the same ones for the same numbers", () => {
    const draw = (seed: number) => {
      const uniform = numbers(seed);
      return Array.from({ length: 200 }, () =>
        encoding.splitWithDropout("newest", { rate: 0.3, uniform }),
      );
    };
    const drawn = draw(7);
    expect(draw(7)).toEqual(drawn);
    expect(new Set(drawn.map(String)).size).toBeGreaterThan(5);
    for (const pieces of drawn) expect(BytePairEncoding.join(pieces)).toEqual(["newest"]);
    expect(encoding.split("newest")).toEqual(["newest"]);
  });

  test("leaves out a merge as often as the rate says", () => {
    const pair = BytePairEncoding.fromText("#version: 0.2\na b</w>\n");
    const uniform = numbers(3);
    const split = Array.from({ length: 4000 }, () =>
      pair.splitWithDropout("ab", { rate: 0.25, uniform }),
    ).filter((pieces) => pieces.length === 2);
    // Four standard deviations of a binomial share.
    expect(Math.abs(split.length / 4000 - 0.25)).toBeLessThan(0.028);
  });

  test("makes only pieces that are possible ones", () => {
    const possible = encoding.possiblePieces([WORDS]);
    const uniform = numbers(5);
    for (const word of [...WORDS, ...WORDS, ...WORDS]) {
      for (const piece of encoding.splitWithDropout(word, { rate: 0.5, uniform })) {
        expect(possible).toContain(piece);
      }
    }
    expect(possible).toContain("b@@");
    expect(possible).not.toContain("b");
  });

  test("refuses a rate that is no probability", () => {
    for (const rate of [-0.1, 1.1, Number.NaN]) {
      expect(() => encoding.splitWithDropout("low", { rate, uniform: numbers(1) })).toThrow(
        `Cannot split a word with dropout: rate must be in [0, 1], got ${rate}`,
      );
    }
  });
});

test("refuses options and words that cannot be learnt from", () => {
  expect(() => BytePairEncoding.learn([], { merges: -1 })).toThrow(
    "Cannot learn byte-pair encoding: merges must be an integer of at least 0, got -1",
  );
  expect(() => BytePairEncoding.learn([], { minimumFrequency: 0 })).toThrow(
    "Cannot learn byte-pair encoding: minimumFrequency must be an integer of at least 1, got 0",
  );
  for (const word of ["two words", "a\ud800"]) {
    expect(() => BytePairEncoding.learn([[word]])).toThrow(
      `Cannot learn byte-pair encoding: words must be well-formed Unicode without white space, got ${JSON.stringify(word)}`,
    );
  }
  expect(BytePairEncoding.learn([["日", " ", "日"]]).split(" ")).toEqual([" "]);
});

test.each([
  ["#version: 0.1\n", 'line 1 must be #version: 0.2, got "#version: 0.1"'],
  ["", 'line 1 must be #version: 0.2, got ""'],
  ["#version: 0.2\na b\nc d", 'the last line must end with a line break, got "c d"'],
  ["#version: 0.2\na b\nc\n", 'line 3 must be two symbols with a space between them, got "c"'],
  ["#version: 0.2\na b c\n", 'line 2 must be two symbols with a space between them, got "a b c"'],
  ["#version: 0.2\n b\n", 'line 2 must be two symbols with a space between them, got " b"'],
])("refuses the file %j", (text, why) => {
  expect(() => BytePairEncoding.fromText(text)).toThrow(`Cannot read byte-pair merges: ${why}`);
});

test("splits a word of 10,000 characters in a moment", () => {
  const start = performance.now();
  const pieces = encoding.split("newestlower".repeat(900));
  expect(BytePairEncoding.join(pieces)).toEqual(["newestlower".repeat(900)]);
  expect(performance.now() - start).toBeLessThan(5000);
});
