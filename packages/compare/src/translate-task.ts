/** A translator as the comparison sees it. */
import { bleuStatistics, normalize, pairedBootstrap } from "@encdec/core";
import {
  type Evaluation,
  type Example,
  evaluate,
  loadData,
  presets,
  type RunConfig,
  type TranslationData,
  Translator,
} from "@encdec/translate";
import { architectureText } from "./architecture-text.ts";
import { exampleRows, type RightAndWrong, rightAndWrong } from "./right-and-wrong.ts";
import { headlineOf, type Measure, type RunEvaluation, type System } from "./run-evaluation.ts";
import { checkFingerprint, type Task } from "./task.ts";
import { countText } from "./texts.ts";

/** The app `translate`. */
export const translateTask: Task = { presets, chosenByData: [], evaluate: evaluateRun };

const MEASURES: readonly [Measure, ...Measure[]] = [
  { name: "BLEU", direction: "highest", maximum: 100 },
  { name: "chrF", direction: "highest", maximum: 100 },
  { name: "exact match", direction: "highest", maximum: 100 },
  { name: "token accuracy", direction: "highest", maximum: 100 },
];

const NEAREST = "nearest source";

/** Most tokens of a source in a picture of attention. */
const WIDEST = 24;

async function evaluateRun(run: string): Promise<RunEvaluation> {
  const translator = await Translator.load(run);
  try {
    const { config } = translator;
    const data = await loadData(config);
    checkFingerprint(run, config, data);
    const found = await evaluate(translator, { pairs: data.test, training: data.train });
    const shown = rightAndWrong(found.examples, { count: 6, isRight });
    const evaluation: RunEvaluation = {
      task: "translate",
      architecture: architectureOf(config),
      parameters: translator.model.parameters.count,
      data: dataOf(config, data, found),
      unit: "tokens",
      measures: MEASURES,
      systems: systemsOf(found),
      segments: {
        kind: "texts",
        items: found.examples.map(({ source, hypothesis, references }) => ({
          key: normalize(source, { lowercase: true }),
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
    return { ...evaluation, pValue: chanceOf(evaluation, found.examples) };
  } finally {
    translator.dispose();
  }
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

/** How likely the difference of the model to the best baseline is by chance. */
function chanceOf(evaluation: RunEvaluation, examples: readonly Example[]): number {
  const isNearest = headlineOf(evaluation).baseline.name === NEAREST;
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
