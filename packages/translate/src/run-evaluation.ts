/** What is kept about a translator, to be shown beside other runs. */
import {
  bleuStatistics,
  exampleRows,
  normalize,
  pairedBootstrap,
  type RightAndWrong,
  rightAndWrong,
  type TrainingReport,
  trainingTime,
} from "@encdec/core";
import { architectureText, countText } from "@encdec/core/command-line";
import {
  headlineOf,
  type Measure,
  type RunEvaluation,
  type System,
} from "@encdec/core/persistence";
import { RUNS, type RunConfig } from "./config.ts";
import { sourceKey, type TranslationData } from "./data.ts";
import { Translator } from "./decode.ts";
import { type Evaluation, type Example, evaluate } from "./evaluate.ts";
import { loadRunData } from "./run-data.ts";

const MEASURES: readonly [Measure, ...Measure[]] = [
  { name: "BLEU", direction: "highest", maximum: 100 },
  { name: "chrF", direction: "highest", maximum: 100 },
  { name: "exact match", direction: "highest", maximum: 100 },
  { name: "token accuracy", direction: "highest", maximum: 100 },
];

const NEAREST = "nearest source";

/** Most tokens of a source in a picture of attention. */
const WIDEST = 24;

/**
 * Scores the run in a folder on its held-out phrases.
 *
 * @throws {Error} If the run cannot be loaded, or its data is not what it was trained on.
 */
export async function scoreRun(run: string): Promise<RunEvaluation> {
  const translator = await Translator.load(run);
  try {
    const { data } = await loadRunData(translator.config, { run, onStep: () => {} });
    const evaluation = await evaluate(translator, { pairs: data.test, training: data.train });
    return await runEvaluation(translator, { data, evaluation });
  } finally {
    translator.dispose();
  }
}

/** What is kept about a translator: its scores, what it made of the held-out phrases, and what it looked at. */
export async function runEvaluation(
  translator: Translator,
  found: {
    readonly data: TranslationData;
    readonly evaluation: Evaluation;
    /** Of the training. @default none: how long it took is not known */
    readonly reports?: readonly TrainingReport[];
  },
): Promise<RunEvaluation> {
  const { data, evaluation, reports = [] } = found;
  const { config, model } = translator;
  const { examples } = evaluation;
  const shown = rightAndWrong(examples, { count: 6, isRight });
  const systems = systemsOf(evaluation);
  return {
    task: RUNS.task,
    architecture: architectureOf(config),
    parameters: model.parameters.count,
    data: dataOf(config, data, evaluation),
    unit: "tokens",
    training: trainingTime(reports),
    measures: MEASURES,
    systems,
    pValue: chanceOf(headlineOf({ measures: MEASURES, systems }).baseline, examples),
    segments: {
      kind: "texts",
      items: examples.map(({ source, hypothesis, references }) => ({
        key: sourceKey(source),
        hypothesis,
        references,
      })),
    },
    examples: {
      head: ["", "source", "translation", "reference"],
      rows: exampleRows(shown, ({ source, hypothesis, references }) => [
        source,
        hypothesis,
        references.join(" | "),
      ]),
    },
    attention: await attentionOf(translator, shown),
    forecasts: [],
    grids: [],
  };
}

function architectureOf({ model, text }: RunConfig): string {
  return architectureText({
    ...model,
    kind: "encoder-decoder",
    more: text.reverseSource ? ["source read in reverse"] : [],
  });
}

function dataOf(
  { data: { sourceLanguage, targetLanguage } }: RunConfig,
  { train, origin }: TranslationData,
  { examples }: Evaluation,
): RunEvaluation["data"] {
  return {
    size: `${countText(train.length)} pairs to train, ${countText(examples.length)} sources held out`,
    description: `${origin.description}, ${sourceLanguage} to ${targetLanguage}`,
    licence: origin.licence,
  };
}

function systemsOf({ model, nearest, copy }: Evaluation): RunEvaluation["systems"] {
  const system = (name: string, scores: Evaluation["model"]): System => ({
    name,
    scores: {
      BLEU: scores.bleu,
      chrF: scores.chrf,
      "exact match": scores.exactMatch,
      "token accuracy": scores.tokenAccuracy,
    },
  });
  return [system("model", model), system(NEAREST, nearest), system("copy", copy)];
}

function isRight({ hypothesis, references }: Example): boolean {
  return references.includes(hypothesis);
}

/** How likely the difference of the model to a baseline is by chance. */
function chanceOf({ name }: { readonly name: string }, examples: readonly Example[]): number {
  const isNearest = name === NEAREST;
  const references = examples.map((example) => example.references);
  const texts = examples.map(({ nearest, source }) => (isNearest ? nearest : normalize(source)));
  return pairedBootstrap(
    bleuStatistics(texts, references),
    bleuStatistics(
      examples.map(({ hypothesis }) => hypothesis),
      references,
    ),
  ).pValue;
}

async function attentionOf(
  translator: Translator,
  { right, wrong }: RightAndWrong<Example>,
): Promise<RunEvaluation["attention"]> {
  if (!translator.hasAttention) return [];
  const longestFirst = (examples: readonly Example[]): string[] =>
    examples
      .map(({ source }) => source)
      .filter((source) => translator.encoder.encodeSource(source).tokens.length <= WIDEST)
      .sort((a, b) => b.length - a.length);
  const sources = [...longestFirst(right).slice(0, 2), ...longestFirst(wrong).slice(0, 1)];
  const translations = await translator.translate(sources, { attention: true });
  return translations.flatMap(({ sourceTokens, tokens, attention = [] }) =>
    tokens.length > 0 && attention.length === tokens.length
      ? [{ source: sourceTokens, target: tokens, weights: attention }]
      : [],
  );
}
