import { describe, expect, test } from "vitest";
import golden from "../../test/fixtures/metrics/golden.json" with { type: "json" };
import { type BleuOptions, bleu, sentenceBleu } from "./bleu.ts";
import type { BleuTokenization } from "./bleu-tokenizer.ts";

interface PythonSettings {
  lowercase?: boolean;
  tokenize?: string;
  smooth_method?: string;
  smooth_value?: number;
  effective_order?: boolean;
}

function toOptions(settings: PythonSettings): BleuOptions {
  const { lowercase, tokenize, smooth_method, smooth_value, effective_order } = settings;
  return {
    ...(lowercase !== undefined && { lowercase }),
    ...(tokenize !== undefined && { tokenization: tokenize as BleuTokenization }),
    ...(smooth_method !== undefined && { smoothing: smooth_method as "exp" }),
    ...(smooth_value !== undefined && { smoothingValue: smooth_value }),
    ...(effective_order !== undefined && { effectiveOrder: effective_order }),
  };
}

describe(`agrees with sacrebleu ${golden.sacrebleu}`, () => {
  test.each(golden.cases)("$name", ({ hypotheses, references, bleu: expectations }) => {
    for (const expected of expectations) {
      const result = bleu(hypotheses, references, toOptions(expected.settings));
      expect(Math.abs(result.score - expected.score)).toBeLessThan(1e-9);
      expect(Math.abs(result.brevityPenalty - expected.brevityPenalty)).toBeLessThan(1e-12);
      expect(result.precisions).toHaveLength(4);
      for (const [index, precision] of expected.precisions.entries()) {
        expect(Math.abs((result.precisions[index] ?? Number.NaN) - precision)).toBeLessThan(1e-9);
      }
      expect(result.hypothesisLength).toBe(expected.hypothesisLength);
      expect(result.referenceLength).toBe(expected.referenceLength);
      expect(result.signature).toBe(
        expected.signature.replace("version:", "version:encdec-sacrebleu-"),
      );
    }
  });
});

test("takes a single reference as a plain text", () => {
  expect(bleu(["a b c d e"], ["a b c d f"])).toEqual(bleu(["a b c d e"], [["a b c d f"]]));
});

test("a sentence is scored by the orders that it has", () => {
  const { score, signature } = sentenceBleu("a b", ["a b", "c"]);
  expect(score).toBeCloseTo(100, 9);
  expect(signature).toContain("nrefs:2|case:mixed|eff:yes|");
  expect(sentenceBleu("a b", "a b", { effectiveOrder: false }).score).toBe(0);
});

test("refuses what cannot be scored", () => {
  expect(() => bleu([], [])).toThrow(
    "Cannot compute BLEU: there must be at least one hypothesis, got none",
  );
  expect(() => bleu(["a"], ["a", "b"])).toThrow(
    "Cannot compute BLEU: there must be as many references as hypotheses, got 2 and 1",
  );
  expect(() => bleu(["a", "b"], ["a", []])).toThrow(
    "Cannot compute BLEU: each hypothesis must have at least one reference, got none for hypothesis 2",
  );
  expect(() => bleu(["a"], ["a"], { smoothing: "floor", smoothingValue: 0 })).toThrow(
    "Cannot compute BLEU: smoothingValue must be above 0, got 0",
  );
  expect(() => bleu(["a"], ["a"], { smoothingValue: 1 })).toThrow(
    'Cannot compute BLEU: smoothing "exp" takes no smoothing value, got 1',
  );
});
