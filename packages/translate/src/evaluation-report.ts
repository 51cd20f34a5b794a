/** Evaluations as text and as the value that `--json` prints. */
import { type PickedExamples, pickExamples } from "@encdec/core";
import {
  formatDifferences,
  formatExamples,
  formatLengthScores,
  formatScores,
  formatTable,
  type Output,
  scoresByName,
  verdict,
} from "@encdec/core/command-line";
import type { RunComparison } from "./compare-runs.ts";
import type { Evaluation, Example } from "./evaluate.ts";
import { MEASURES } from "./scores.ts";

/** A comparison with the run that was compared with. */
export interface NamedComparison extends RunComparison {
  /** Folder of the other run. */
  readonly against: string;
}

/** What {@link printReport} prints beside the scores. */
export interface ReportOptions {
  readonly run: string;
  /** Examples of each kind. */
  readonly examples: number;
  readonly comparison?: NamedComparison | undefined;
}

/** Prints what training ends with: examples, scores and what to try next. */
export function printEvaluation(output: Output, evaluation: Evaluation, run: string): void {
  const { ordinary } = examplesOf(evaluation, 12);
  const text = ["", exampleTable(ordinary), "", scoreTable(evaluation)].join("\n");
  output.result(text, summary(evaluation, { run, examples: 12 }));
  output.notice(nextSteps(run));
}

/** Prints what the verb `evaluate` found. */
export function printReport(output: Output, evaluation: Evaluation, options: ReportOptions): void {
  const { lengths, signatures, trainedOn } = evaluation;
  const text = [
    ...exampleBlocks(evaluation, options.examples),
    scoreTable(evaluation),
    formatLengthScores(
      "words of the source",
      lengths.map((group) => ({ ...group, scores: scoresByName(MEASURES, group.scores) })),
    ),
    `BLEU: ${signatures.bleu}\nchrF: ${signatures.chrf}\n[lower, upper]: 95 % bootstrap intervals`,
    ...(options.comparison ? [comparisonText(options.run, options.comparison)] : []),
  ].join("\n\n");
  output.result(text, summary(evaluation, options));
  if (trainedOn > 0) {
    output.notice(
      `\n${trainedOn} of ${evaluation.examples.length} sources are among the training sources: on them the scores tell what was learnt by heart`,
    );
  }
}

/** One line of JSON a phrase, in order. */
export function translationLines({ examples }: Evaluation): string {
  return examples.map((example) => `${JSON.stringify(example)}\n`).join("");
}

function summary(evaluation: Evaluation, options: ReportOptions): object {
  const { examples, ...scores } = evaluation;
  return {
    run: options.run,
    sources: examples.length,
    ...scores,
    examples: examplesOf(evaluation, options.examples),
    ...(options.comparison && { comparison: options.comparison }),
  };
}

function comparisonText(run: string, comparison: NamedComparison): string {
  const { against, count, leftOut, differences } = comparison;
  const names = { system: run, baseline: against };
  const title = `${count} sources new to both${leftOut > 0 ? ` (${leftOut} left out)` : ""}`;
  const shown = scoresByName(MEASURES, differences);
  return `${formatDifferences(title, names, shown)}\n\n${verdict(names, shown)}`;
}

function exampleBlocks(evaluation: Evaluation, count: number): string[] {
  if (count === 0) return [];
  return Object.entries(examplesOf(evaluation, count)).map(([kind, examples]) =>
    formatExamples(
      `${kind} translations, with chrF`,
      examples.map(({ source, hypothesis, references, nearest, chrf }) => ({
        score: chrf,
        texts: {
          source,
          translation: hypothesis,
          reference: references.join(" | "),
          nearest,
        },
      })),
    ),
  );
}

function examplesOf({ examples }: Evaluation, count: number): PickedExamples<Example> {
  return pickExamples(examples, {
    count,
    score: ({ chrf }) => chrf,
    length: ({ source }) => source.length,
  });
}

function exampleTable(examples: readonly Example[]): string {
  return formatTable(
    ["held-out phrase", "translation", "reference", ""],
    examples.map(({ source, hypothesis, references }) => [
      source,
      hypothesis,
      references.join(" | "),
      references.includes(hypothesis) ? "ok" : "",
    ]),
  );
}

function scoreTable({ model, nearest, copy, examples }: Evaluation): string {
  return formatScores(`score on ${examples.length} phrases`, {
    model: scoresByName(MEASURES, model),
    "nearest source": scoresByName(MEASURES, nearest),
    copy: scoresByName(MEASURES, copy),
  });
}

function nextSteps(run: string): string {
  return [
    "",
    "Try next:",
    `  npm run translate -- --run ${run}   # asks for phrases`,
    `  npm run translate -- evaluate --run ${run}   # best, worst, and by length`,
    `  npm run translate -- phrases --map map.html --run ${run}   # which phrases are alike`,
    `  npm run translate -- train --help   # all settings`,
  ].join("\n");
}
