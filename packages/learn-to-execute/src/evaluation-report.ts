/** Evaluations as text and as the value that `--json` prints. */
import { rightAndWrong } from "@encdec/core";
import { formatScores, formatTable, type Output, scoresByName } from "@encdec/core/command-line";
import type { CellScores, Evaluation, TestAnswer } from "./evaluate.ts";
import { MEASURES, type Measure } from "./scores.ts";

/** What {@link printReport} prints beside the scores. */
export interface ReportOptions {
  readonly run: string;
  /** Right and wrong answers, so many of each. */
  readonly examples: number;
}

/** Prints what training ends with: scores, examples and what to try next. */
export function printEvaluation(output: Output, evaluation: Evaluation, run: string): void {
  printReport(output, evaluation, { run, examples: 6 });
  output.notice(
    [
      "",
      "Try next:",
      `  echo 'print(3 + 4)' | npm run learn-to-execute -- --run ${run} --check`,
      `  npm run learn-to-execute -- evaluate --run ${run} --length 3 --nesting 2   # harder programs`,
    ].join("\n"),
  );
}

/** Prints what the verb `evaluate` found. */
export function printReport(output: Output, evaluation: Evaluation, options: ReportOptions): void {
  const { cells, operations } = evaluation;
  const hardest = cells.at(-1) as CellScores;
  const { right, wrong } = rightAndWrong(evaluation.answers, {
    count: options.examples,
    isRight: (answer) => answer.isRight,
  });
  const text = [
    ...exampleBlock("right answers", right),
    ...exampleBlock("wrong answers", wrong),
    formatScores(
      `length ${hardest.length}, nesting ${hardest.nesting}, ${hardest.count} texts (${hardest.distinct} different)`,
      systemsOf(hardest),
    ),
    ...(cells.length > 1
      ? Object.keys(MEASURES).map((measure) => grid(cells, measure as Measure))
      : []),
    ...(operations.length > 1 ? [operationTable(evaluation)] : []),
    "[lower, upper]: 95 % bootstrap intervals",
  ].join("\n\n");
  const { answers, ...scores } = evaluation;
  output.result(text, { run: options.run, ...scores, examples: { right, wrong } });
}

/** One line of JSON a held-out example, in order. */
export function answerLines({ answers }: Evaluation): string {
  return answers.map((answer) => `${JSON.stringify(answer)}\n`).join("");
}

function systemsOf({ model, baselines }: CellScores): Parameters<typeof formatScores>[1] {
  const systems = Object.entries({ model, ...baselines });
  return Object.fromEntries(
    systems.map(([name, scores]) => [name, scoresByName(MEASURES, scores)]),
  );
}

function exampleBlock(title: string, examples: readonly TestAnswer[]): string[] {
  if (examples.length === 0) return [];
  const rows = examples.map(({ source, target, answer, probability }) => [
    source.replaceAll("\n", " ⏎ "),
    target,
    answer,
    `${(100 * probability).toFixed(0).padStart(3)} %`,
  ]);
  return [formatTable([title, "prints", "answer", "confidence"], rows)];
}

/** A row a nesting, a column a length. */
function grid(cells: readonly CellScores[], measure: Measure): string {
  const lengths = [...new Set(cells.map(({ length }) => length))];
  const nestings = [...new Set(cells.map(({ nesting }) => nesting))];
  return formatTable(
    [`${MEASURES[measure]} %`, ...lengths.map((length) => `length ${length}`)],
    nestings.map((nesting) => [
      `nesting ${nesting}`,
      ...lengths.map((length) => {
        const cell = cells.find((one) => one.length === length && one.nesting === nesting);
        return (cell?.model[measure].score.toFixed(1) ?? "").padStart(`length ${length}`.length);
      }),
    ]),
  );
}

function operationTable({ operations }: Evaluation): string {
  return formatTable(
    ["operations in the program", "count", ...Object.values(MEASURES)],
    operations.map(({ operations: count, count: programs, model }) => [
      String(count),
      String(programs).padStart("count".length),
      model.exactMatch.score,
      model.characterAccuracy.score,
    ]),
  );
}
