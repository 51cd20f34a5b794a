/** What is kept about a model that executes programs, to be shown beside other runs. */
import {
  exactMatchStatistics,
  exampleRows,
  pairedBootstrap,
  rightAndWrong,
  type TrainingReport,
  trainingTime,
} from "@encdec/core";
import type { AttentionWeights } from "@encdec/core/charts";
import { architectureText, countText, scoresByName } from "@encdec/core/command-line";
import {
  checkSameData,
  headlineOf,
  type Measure,
  type RunEvaluation,
  type ScoreGrid,
  type System,
  type TextSegment,
} from "@encdec/core/persistence";
import { RUNS, type RunConfig } from "./config.ts";
import { Executor } from "./decode.ts";
import { type CellScores, type Evaluation, evaluate, type TestAnswer } from "./evaluate.ts";
import { fingerprintOf } from "./fingerprint.ts";
import { MEASURES as NAMES } from "./scores.ts";

const MEASURES: readonly [Measure, ...Measure[]] = [
  { name: NAMES.exactMatch, direction: "highest", maximum: 100 },
  { name: NAMES.characterAccuracy, direction: "highest", maximum: 100 },
];

/**
 * Scores the run in a folder on its held-out examples.
 *
 * @throws {Error} If the run cannot be loaded, or its examples are not those that it was trained on.
 */
export async function scoreRun(run: string): Promise<RunEvaluation> {
  const executor = await Executor.load(run);
  try {
    const fingerprint = fingerprintOf(executor.config);
    checkSameData(executor.config, { run, fingerprint, heldOut: "held-out examples" });
    return await runEvaluation(executor, { evaluation: await evaluate(executor) });
  } finally {
    executor.dispose();
  }
}

/** What is kept about a model: its scores, what it made of the hardest examples, and what it looked at. */
export async function runEvaluation(
  executor: Executor,
  found: {
    readonly evaluation: Evaluation;
    /** Of the training. @default none: how long it took is not known */
    readonly reports?: readonly TrainingReport[];
  },
): Promise<RunEvaluation> {
  const { evaluation, reports = [] } = found;
  const { config, model } = executor;
  const hardest = evaluation.cells.at(-1) as CellScores;
  const answers = evaluation.answers.filter(
    ({ length, nesting }) => length === hardest.length && nesting === hardest.nesting,
  );
  const shown = rightAndWrong(answers, { count: 6, isRight: (answer) => answer.isRight });
  const systems = systemsOf(hardest);
  return {
    task: RUNS.task,
    architecture: architectureOf(config),
    parameters: model.parameters.count,
    data: dataOf(config, hardest),
    unit: "tokens",
    training: trainingTime(reports),
    measures: MEASURES,
    systems,
    pValue: chanceOf(headlineOf({ measures: MEASURES, systems }).baseline, answers),
    segments: { kind: "texts", items: segmentsOf(answers) },
    examples: {
      head: ["", "program", "prints", "answer", "confidence"],
      rows: exampleRows(shown, ({ source, target, answer, probability }) => [
        source,
        target,
        answer,
        `${(100 * probability).toFixed(0)} %`,
      ]),
    },
    attention: await attentionOf(executor, [...shown.right.slice(-1), ...shown.wrong.slice(-1)]),
    forecasts: [],
    grids: [gridOf(evaluation, "exactMatch"), gridOf(evaluation, "characterAccuracy")],
  };
}

function architectureOf({ model, data }: RunConfig): string {
  return architectureText({
    ...model,
    kind: model.arrangement === "encoderDecoder" ? "encoder-decoder" : "that reads, then writes",
    more: [`source read ${data.scheme}`],
  });
}

function dataOf({ data, curriculum }: RunConfig, hardest: CellScores): RunEvaluation["data"] {
  const { from, length, nesting, epochExamples } = data;
  const difficulty =
    from === "programs" ? `length ${length}, nesting ${nesting}` : `length ${length}`;
  return {
    size: `${countText(epochExamples)} new examples an epoch, ${countText(hardest.count)} held out`,
    description: `generated: ${from} of ${difficulty}, curriculum ${curriculum.name}`,
    licence: "the project's own",
  };
}

function systemsOf({ model, baselines }: CellScores): RunEvaluation["systems"] {
  const system = (name: string, scores: CellScores["model"]): System => ({
    name,
    scores: scoresByName(NAMES, scores),
  });
  return [
    system("model", model),
    ...Object.entries(baselines).map(([name, scores]) => system(name, scores)),
  ];
}

/** How likely the difference of the model to a baseline is by chance. */
function chanceOf({ name }: { readonly name: string }, answers: readonly TestAnswer[]): number {
  const targets = answers.map(({ target }) => target);
  return pairedBootstrap(
    exactMatchStatistics(
      answers.map(({ baselines }) => baselines[name] ?? ""),
      targets,
    ),
    exactMatchStatistics(
      answers.map(({ answer }) => answer),
      targets,
    ),
  ).pValue;
}

/** Easy texts come more than once: each time is an example of its own. */
function segmentsOf(answers: readonly TestAnswer[]): TextSegment[] {
  const seen = new Map<string, number>();
  return answers.map(({ source, answer, target, length, nesting }) => {
    const times = (seen.get(source) ?? 0) + 1;
    seen.set(source, times);
    const key = [length, nesting, times, source].join("|");
    return { key, hypothesis: answer, references: [target] };
  });
}

function gridOf({ cells }: Evaluation, name: keyof CellScores["model"]): ScoreGrid {
  const distinct = (values: readonly number[]): number[] =>
    [...new Set(values)].sort((a, b) => a - b);
  const lengths = distinct(cells.map(({ length }) => length));
  const nestings = distinct(cells.map(({ nesting }) => nesting));
  return {
    measure: NAMES[name],
    rowTitle: "nesting",
    rows: nestings.map(String),
    columnTitle: "length",
    columns: lengths.map(String),
    values: nestings.map((nesting) =>
      lengths.map((length) => {
        const cell = cells.find((one) => one.length === length && one.nesting === nesting);
        return cell?.model[name].score ?? null;
      }),
    ),
  };
}

async function attentionOf(
  executor: Executor,
  answers: readonly TestAnswer[],
): Promise<AttentionWeights[]> {
  if (!executor.hasAttention) return [];
  const sources = answers.map(({ source }) => source);
  const executions = await executor.predict(sources, { attention: true });
  return executions.flatMap(({ characters, attention }) =>
    attention === undefined
      ? []
      : [
          {
            source: attention.source.map(visible),
            target: characters.map(({ character }) => visible(character)),
            weights: attention.weights,
          },
        ],
  );
}

function visible(character: string): string {
  return { "\n": "⏎", " ": "␣" }[character] ?? character;
}
