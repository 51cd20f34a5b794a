import { describe, expect, test } from "vitest";
import generated from "../../test/fixtures/metrics/generated.json" with { type: "json" };
import { exactMatch, sequenceAccuracy, tokenAccuracy } from "./accuracy.ts";
import { type BleuOptions, bleu } from "./bleu.ts";
import { type ChrfOptions, chrf } from "./chrf.ts";
import { editDistance } from "./edit-distance.ts";
import { rouge } from "./rouge.ts";
import { stemWord } from "./rouge-stemmer.ts";
import { type TerOptions, ter } from "./ter.ts";
import { wordErrorRate } from "./word-error-rate.ts";
import { splitWords } from "./words.ts";

/** The names of sacrebleu's options and ours. */
const OPTION_NAMES: Record<string, string> = {
  effective_order: "effectiveOrder",
  tokenize: "tokenization",
  smooth_method: "smoothing",
  smooth_value: "smoothingValue",
  char_order: "characterOrder",
  word_order: "wordOrder",
  eps_smoothing: "epsilonSmoothing",
  no_punct: "noPunctuation",
  case_sensitive: "caseSensitive",
  asian_support: "asianSupport",
};

function toOptions(settings: object): object {
  return Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [OPTION_NAMES[name] ?? name, value]),
  );
}

const columns = generated.columns;
const bleuOptions = columns.bleu.map(toOptions) as BleuOptions[];
const chrfOptions = columns.chrf.map(toOptions) as ChrfOptions[];
const terOptions = columns.ter.map(toOptions) as TerOptions[];

interface Corpus {
  readonly hypotheses: readonly string[];
  readonly references: readonly (readonly string[])[];
  readonly expected: readonly (number | null)[];
}

const cases = (generated.cases as unknown as [string, string[], (number | null)[]][]).map(
  ([hypothesis, references, expected]): Corpus => ({
    hypotheses: [hypothesis],
    references: [references],
    expected,
  }),
);
const corpora = generated.corpora.map((expected, index): Corpus => {
  const start = index * generated.corpusSize;
  const members = cases.slice(start, start + generated.corpusSize);
  return {
    hypotheses: members.flatMap(({ hypotheses }) => hypotheses),
    references: members.flatMap(({ references }) => references),
    expected,
  };
});

/** Compares `count` scores of each corpus, from column `first`, to 1e-6 of their size. */
function compareAll(
  first: number,
  count: number,
  score: (corpus: Corpus) => readonly number[],
): void {
  const wrong = [...cases, ...corpora].flatMap((corpus) => {
    const actual = score(corpus);
    expect(actual).toHaveLength(count);
    const expected = corpus.expected.slice(first, first + count);
    const equal = actual.every((value, index) => {
      const wanted = expected[index] ?? Number.NaN;
      if (Number.isNaN(wanted)) return Number.isNaN(value);
      return Math.abs(value - wanted) <= 1e-6 * Math.abs(wanted) + 1e-12;
    });
    return equal ? [] : [{ ...corpus, actual, expected }];
  });
  expect(wrong.slice(0, 3)).toEqual([]);
}

describe(`agrees on ${cases.length} generated cases and ${corpora.length} corpora of them with`, () => {
  let column = 0;
  const claim = (count: number): [first: number, count: number] => {
    column += count;
    return [column - count, count];
  };
  const [bleuColumns, chrfColumns, terColumns] = [bleuOptions, chrfOptions, terOptions].map(
    ({ length }) => claim(length),
  ) as [[number, number], [number, number], [number, number]];
  const rougeColumns = claim(2 * columns.rouge.length * 3);
  const errorColumns = claim(1);
  const distanceColumns = claim(1);
  const accuracyColumns = claim(3);

  test("sacrebleu's BLEU", () => {
    compareAll(...bleuColumns, ({ hypotheses, references }) =>
      bleuOptions.map((options) => bleu(hypotheses, references, options).score),
    );
  });

  test("sacrebleu's chrF", () => {
    compareAll(...chrfColumns, ({ hypotheses, references }) =>
      chrfOptions.map((options) => chrf(hypotheses, references, options).score),
    );
  });

  test("sacrebleu's TER", () => {
    compareAll(...terColumns, ({ hypotheses, references }) =>
      terOptions.map((options) => ter(hypotheses, references, options).score),
    );
  });

  test("rouge-score", () => {
    compareAll(...rougeColumns, ({ hypotheses, references }) =>
      [false, true].flatMap((stemming) => {
        const scores = rouge(hypotheses, references, { stemming });
        return columns.rouge.flatMap((type) => {
          const { precision, recall, f } = scores[type as keyof typeof scores];
          return [precision, recall, f];
        });
      }),
    );
  });

  test("jiwer's word error rate", () => {
    const [first] = errorColumns;
    compareAll(...errorColumns, ({ hypotheses, references, expected }) => {
      const firstReferences = references.map(([text = ""]) => text);
      const rate = wordErrorRate(hypotheses, firstReferences);
      // Without a word in the references jiwer gives a count.
      if (expected[first] !== null) return [rate];
      expect(rate).toBe(hypotheses.some((text) => splitWords(text).length > 0) ? 100 : 0);
      return [Number.NaN];
    });
  });

  test("rapidfuzz's edit distance", () => {
    compareAll(...distanceColumns, ({ hypotheses, references }) => [
      hypotheses.reduce(
        (sum, text, index) =>
          sum + editDistance(splitWords(text), splitWords(references[index]?.[0] ?? "")),
        0,
      ),
    ]);
  });

  test("scikit-learn's accuracy", () => {
    compareAll(...accuracyColumns, ({ hypotheses, references }) => {
      const tokens = hypotheses.map(splitWords);
      const expected = references.map(([text = ""]) => splitWords(text));
      return [
        exactMatch(hypotheses, references),
        tokenAccuracy(tokens, expected),
        sequenceAccuracy(tokens, expected),
      ];
    });
  });
});

test("signatures are sacrebleu's", () => {
  const corpus = [["one"], [["one", "two"]]] as const;
  const signatures = [
    ...bleuOptions.map((options) => bleu(...corpus, options).signature),
    ...chrfOptions.map((options) => chrf(...corpus, options).signature),
    ...terOptions.map((options) => ter(...corpus, options).signature),
  ];
  expect(signatures).toEqual(
    generated.signatures.map((text) => text.replace("version:", "version:encdec-sacrebleu-")),
  );
});

test("stems are NLTK's", () => {
  const stems: Record<string, string> = generated.stems;
  const own = Object.fromEntries(Object.keys(stems).map((word) => [word, stemWord(word)]));
  expect(own).toEqual(stems);
});
