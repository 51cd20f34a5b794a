import { describe, expect, test } from "vitest";
import golden from "../../test/fixtures/metrics/golden.json" with { type: "json" };
import { type ChrfOptions, chrf } from "./chrf.ts";

interface PythonSettings {
  char_order?: number;
  word_order?: number;
  beta?: number;
  lowercase?: boolean;
}

function toOptions({ char_order, word_order, beta, lowercase }: PythonSettings): ChrfOptions {
  return {
    ...(char_order !== undefined && { characterOrder: char_order }),
    ...(word_order !== undefined && { wordOrder: word_order }),
    ...(beta !== undefined && { beta }),
    ...(lowercase !== undefined && { lowercase }),
  };
}

describe(`agrees with sacrebleu ${golden.sacrebleu}`, () => {
  test.each(golden.cases)("$name", ({ hypotheses, references, chrf: expectations }) => {
    for (const expected of expectations) {
      const result = chrf(hypotheses, references, toOptions(expected.settings));
      expect(Math.abs(result.score - expected.score)).toBeLessThan(1e-9);
      expect(result.signature).toBe(
        expected.signature.replace("version:", "version:encdec-sacrebleu-"),
      );
    }
  });
});

test("takes a single reference as a plain text", () => {
  expect(chrf(["a b c d e"], ["a b c d f"])).toEqual(chrf(["a b c d e"], [["a b c d f"]]));
});

test("refuses what cannot be scored", () => {
  expect(() => chrf([], [])).toThrow(
    "Cannot compute chrF: there must be at least one hypothesis, got none",
  );
  expect(() => chrf(["a"], [])).toThrow(
    "Cannot compute chrF: there must be as many references as hypotheses, got 0 and 1",
  );
  expect(() => chrf(["a"], [[]])).toThrow(
    "Cannot compute chrF: each hypothesis must have at least one reference, got none for hypothesis 1",
  );
  expect(() => chrf(["a"], ["a"], { characterOrder: 0 })).toThrow(
    "Cannot compute chrF: characterOrder must be an integer of at least 1, got 0",
  );
  expect(() => chrf(["a"], ["a"], { wordOrder: 1.5 })).toThrow(
    "Cannot compute chrF: wordOrder must be an integer of at least 0, got 1.5",
  );
  expect(() => chrf(["a"], ["a"], { beta: 0 })).toThrow(
    "Cannot compute chrF: beta must be above 0, got 0",
  );
});
