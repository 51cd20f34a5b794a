/** Evaluations as text and as the value that `--json` prints. */
import { type PickedExamples, pickExamples } from "@encdec/core";
import {
  formatExamples,
  formatScores,
  formatTable,
  type Output,
  scoresByName,
  verdict,
} from "@encdec/core/command-line";
import type { EvaluatedExample, Evaluation } from "./evaluate.ts";
import { CHARACTER, type Character, MEASURES } from "./scores.ts";

/** What {@link printReport} prints beside the scores. */
export interface ReportOptions {
  readonly run: string;
  /** Examples of each kind. */
  readonly examples: number;
}

/** How systems are called, in the order in which they are shown. */
export const SYSTEMS: { readonly [system in keyof Evaluation["character"]]: string } = {
  model: "model",
  lead: "lead",
  firstSentence: "first sentence",
  extractive: "TF-IDF sentence",
  nearest: "nearest document",
  reference: "reference",
};

/** Prints what training ends with: examples, scores and what to try next. */
export function printEvaluation(output: Output, evaluation: Evaluation, run: string): void {
  const { ordinary } = examplesOf(evaluation, 12);
  const text = ["", exampleTable(ordinary), "", ...tables(evaluation, run)].join("\n");
  output.result(text, summary(evaluation, { run, examples: 12 }));
  output.notice(nextSteps(run));
}

/** Prints what the verb `evaluate` found. */
export function printReport(output: Output, evaluation: Evaluation, options: ReportOptions): void {
  const text = [
    ...exampleBlocks(evaluation, options.examples),
    ...tables(evaluation, options.run),
    "F of stems, 0 to 100; [lower, upper]: 95 % bootstrap intervals",
  ].join("\n\n");
  output.result(text, summary(evaluation, options));
}

/** One line of JSON a document, in order. */
export function summaryLines({ examples }: Evaluation): string {
  return examples.map((example) => `${JSON.stringify(example)}\n`).join("");
}

/** Cells of a table: a row a figure, a column a system. */
export function characterRows({ character }: Evaluation): string[][] {
  const figures = Object.entries(CHARACTER) as [keyof Character, string][];
  return figures.map(([figure, name]) => [
    name,
    ...Object.keys(SYSTEMS).map((system) =>
      character[system as keyof typeof SYSTEMS][figure].toFixed(figure === "lengthRatio" ? 2 : 1),
    ),
  ]);
}

function tables(evaluation: Evaluation, run: string): string[] {
  const { scores, examples, best } = evaluation;
  const systems = Object.entries(SYSTEMS).flatMap(([system, name]) =>
    system === "reference"
      ? []
      : [[name, scoresByName(MEASURES, scores[system as keyof typeof scores])] as const],
  );
  const names = { system: run, baseline: `the baseline ${SYSTEMS[best.baseline]}` };
  return [
    formatScores(`${examples.length} documents`, Object.fromEntries(systems)),
    "",
    formatTable(["", ...Object.values(SYSTEMS)], characterRows(evaluation)),
    "",
    verdict(names, scoresByName(MEASURES, best.differences)),
  ];
}

function summary(evaluation: Evaluation, options: ReportOptions): object {
  const { examples, ...scores } = evaluation;
  return {
    run: options.run,
    documents: examples.length,
    ...scores,
    examples: examplesOf(evaluation, options.examples),
  };
}

function exampleBlocks(evaluation: Evaluation, count: number): string[] {
  if (count === 0) return [];
  return Object.entries(examplesOf(evaluation, count)).map(([kind, examples]) =>
    formatExamples(
      `${kind} summaries, with ROUGE-L`,
      examples.map(({ document, hypothesis, references, baselines, rougeL }) => ({
        score: rougeL,
        texts: {
          document: shortened(document),
          summary: hypothesis,
          reference: references.join(" | "),
          nearest: baselines.nearest,
        },
      })),
    ),
  );
}

function examplesOf({ examples }: Evaluation, count: number): PickedExamples<EvaluatedExample> {
  return pickExamples(examples, {
    count,
    score: ({ rougeL }) => rougeL,
    length: ({ document }) => document.length,
  });
}

function exampleTable(examples: readonly EvaluatedExample[]): string {
  return formatTable(
    ["held-out document", "summary", "reference"],
    examples.map(({ document, hypothesis, references }) => [
      shortened(document, 48),
      hypothesis,
      references.join(" | "),
    ]),
  );
}

function shortened(document: string, most = 300): string {
  const text = document.replaceAll("\n", " ");
  return text.length > most ? `${[...text.slice(0, most)].join("")}…` : text;
}

function nextSteps(run: string): string {
  return [
    "",
    "Try next:",
    `  npm run summarize -- --run ${run} FILE   # or documents on standard input, a line each`,
    `  npm run summarize -- evaluate --run ${run}   # best and worst, names, repetition`,
    `  npm run summarize -- train --model.copy none --run runs/no-copying   # what is copying worth?`,
  ].join("\n");
}
