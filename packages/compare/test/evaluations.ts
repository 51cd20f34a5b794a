/** Evaluations of runs that tests make up. */
import type { ScoredRun, TaskName } from "@encdec/compare";
import type { RunEvaluation } from "@encdec/core/persistence";

/** Of three translations, two of them right. */
export function translation(changes: Partial<RunEvaluation> = {}): RunEvaluation {
  return {
    task: "translate",
    architecture: "LSTM encoder-decoder, 1 x 64, general attention",
    parameters: 12_345,
    data: { size: "340 pairs to train, 3 sources held out", description: "names", licence: "MIT" },
    unit: "tokens",
    training: { seconds: 75, perSecond: 12_345.6 },
    measures: [
      { name: "BLEU", direction: "highest", maximum: 100 },
      { name: "chrF", direction: "highest", maximum: 100 },
    ],
    systems: [
      {
        name: "model",
        scores: { BLEU: { score: 61.25, lower: 50, upper: 70 }, chrF: { score: 70 } },
      },
      { name: "copy", scores: { BLEU: { score: 2 }, chrF: { score: 11 } } },
      {
        name: "nearest source",
        scores: { BLEU: { score: 40, lower: 31, upper: 49 }, chrF: { score: 52 } },
      },
    ],
    pValue: 0.0005,
    segments: {
      kind: "texts",
      items: ["red", "green", "blue"].map((key) => ({ key, hypothesis: key, references: [key] })),
    },
    examples: {
      head: ["", "source", "translation", "reference"],
      rows: [
        ["right", "red apple", "pomme rouge", "pomme rouge"],
        ["wrong", "crown", "monstre", "couronne"],
      ],
    },
    attention: [
      {
        source: ["red", "apple"],
        target: ["pomme", "rouge"],
        weights: [
          [0.1, 0.9],
          [0.8, 0.2],
        ],
      },
    ],
    forecasts: [],
    grids: [],
    ...changes,
  };
}

/** Of two windows of one variable. */
export function forecast(changes: Partial<RunEvaluation> = {}): RunEvaluation {
  const { examples, pValue, ...rest } = translation();
  return {
    ...rest,
    task: "forecast",
    unit: "values",
    measures: [{ name: "MASE", direction: "lowest" }],
    systems: [
      { name: "model", scores: { MASE: { score: 0.7 } } },
      { name: "ridge", scores: { MASE: { score: 0.69 } } },
      { name: "drift", scores: { MASE: { score: 1.2 } } },
    ],
    segments: {
      kind: "means",
      items: [
        { key: "a", sum: 7, count: 10 },
        { key: "b", sum: 7, count: 10 },
      ],
    },
    attention: [],
    forecasts: [
      {
        title: "best test window",
        error: 0.4,
        times: ["2015-03-01T00:00:00.000Z", "2015-03-02T00:00:00.000Z", "2015-03-03T00:00:00.000Z"],
        variables: [{ name: "wind", history: [1, 2], forecast: [3], truth: [2.5] }],
        intervalName: "90 % interval",
      },
    ],
    grids: [],
    ...changes,
  };
}

/** A run with two epochs of training. */
export function scored(evaluation: RunEvaluation, changes: Partial<ScoredRun> = {}): ScoredRun {
  const curve = [1, 2].map((epoch) => ({
    epoch,
    step: 10 * epoch,
    trainingLoss: 4 / epoch,
    validation: { loss: 5 / epoch, chrf: 10 * epoch },
  }));
  return {
    task: evaluation.task as TaskName,
    run: `runs/${evaluation.task}`,
    evaluation,
    curve,
    ...changes,
  };
}
