/** A summarizer as the comparison sees it. */
import {
  type EvaluatedExample,
  type Evaluation,
  evaluate,
  loadData,
  presets,
  type RunConfig,
  Summarizer,
} from "@encdec/summarize";
import { architectureText } from "./architecture-text.ts";
import { exampleRows, rightAndWrong } from "./right-and-wrong.ts";
import type { Measure, RunEvaluation, System } from "./run-evaluation.ts";
import { checkFingerprint, type Task } from "./task.ts";
import { countText } from "./texts.ts";

/** The app `summarize`. */
export const summarizeTask: Task = {
  presets,
  chosenByData: ["text.documentLength", "text.summaryLength", "text.capitalize"],
  evaluate: evaluateRun,
};

const MEASURES: readonly [Measure, ...Measure[]] = [
  { name: "ROUGE-L", direction: "highest", maximum: 100 },
  { name: "ROUGE-1", direction: "highest", maximum: 100 },
  { name: "ROUGE-2", direction: "highest", maximum: 100 },
];

const SYSTEMS: { readonly [system in keyof Evaluation["scores"]]: string } = {
  model: "model",
  lead: "lead",
  firstSentence: "first sentence",
  extractive: "TF-IDF sentence",
  nearest: "nearest document",
};

/** Most tokens of a document in a picture of attention. */
const WIDEST = 40;

/** Characters of a document that the table of examples shows. */
const SHOWN_CHARACTERS = 240;

async function evaluateRun(run: string): Promise<RunEvaluation> {
  const summarizer = await Summarizer.load(run);
  try {
    const { config } = summarizer;
    const data = await loadData(config);
    checkFingerprint(run, config, data);
    const found = await evaluate(summarizer, { examples: data.test, training: data.train });
    const shown = rightAndWrong(found.examples, { count: 5, isRight });
    return {
      task: "summarize",
      architecture: architectureOf(config),
      parameters: summarizer.model.parameters.count,
      data: {
        size: `${countText(data.train.length)} documents to train, ${countText(found.examples.length)} held out`,
        ...data.origin,
      },
      unit: "tokens",
      measures: MEASURES,
      systems: systemsOf(found),
      pValue: found.best.differences.rougeL.pValues.bootstrap,
      segments: {
        kind: "texts",
        items: found.examples.map(({ document, hypothesis, references }) => ({
          key: document,
          hypothesis,
          references,
        })),
      },
      examples: {
        head: ["", "document", "summary", "reference", "ROUGE-L"],
        rows: exampleRows(shown, ({ document, hypothesis, references, rougeL }) => [
          beginningOf(document),
          hypothesis,
          references.join(" | "),
          rougeL.toFixed(1),
        ]),
      },
      attention: await attentionOf(summarizer, [...shown.right, ...shown.wrong]),
      forecasts: [],
      grids: [],
    };
  } finally {
    summarizer.dispose();
  }
}

function architectureOf({ model }: RunConfig): string {
  return architectureText({
    ...model,
    kind: model.architecture === "encoder-decoder" ? "encoder-decoder" : "repeat vector",
    more: model.copy === "none" ? [] : [`copying by ${model.copy}`],
  });
}

function systemsOf({ scores }: Evaluation): RunEvaluation["systems"] {
  const system = (name: keyof Evaluation["scores"]): System => ({
    name: SYSTEMS[name],
    scores: {
      "ROUGE-L": scores[name].rougeL,
      "ROUGE-1": scores[name].rouge1,
      "ROUGE-2": scores[name].rouge2,
    },
  });
  return [
    system("model"),
    system("lead"),
    system("firstSentence"),
    system("extractive"),
    system("nearest"),
  ];
}

/** Word by word what a person wrote. */
function isRight({ hypothesis, references }: EvaluatedExample): boolean {
  return references.includes(hypothesis);
}

function beginningOf(document: string): string {
  const characters = [...document.replaceAll("\n", " ")];
  const beginning = characters.slice(0, SHOWN_CHARACTERS).join("");
  return characters.length > SHOWN_CHARACTERS ? `${beginning}…` : beginning;
}

async function attentionOf(
  summarizer: Summarizer,
  examples: readonly EvaluatedExample[],
): Promise<RunEvaluation["attention"]> {
  if (!summarizer.model.hasAttention) return [];
  const documents = examples
    .map(({ document }) => summarizer.encoder.encodeDocument(document))
    .filter(({ tokens }) => tokens.length <= WIDEST)
    .slice(0, 2);
  const summaries = await summarizer.summarizeEncoded(documents, { origins: true });
  return summaries.flatMap(({ documentTokens, tokens, origins = [] }) =>
    tokens.length > 0
      ? [
          {
            source: documentTokens,
            target: tokens,
            weights: origins.map(({ attention }) => attention),
          },
        ]
      : [],
  );
}
