/** A model that executes programs as the comparison sees it. */
import {
  type CellScores,
  type Evaluation,
  Executor,
  evaluate,
  presets,
  type RunConfig,
  type TestAnswer,
} from "@encdec/learn-to-execute";
import { architectureText } from "./architecture-text.ts";
import { executorAttention } from "./executor-attention.ts";
import { exampleRows, rightAndWrong } from "./right-and-wrong.ts";
import type { Measure, RunEvaluation, ScoreGrid, System, TextSegment } from "./run-evaluation.ts";
import type { Task } from "./task.ts";
import { countText } from "./texts.ts";

/** The app `learn-to-execute`. */
export const executeTask: Task = { presets, chosenByData: [], evaluate: evaluateRun };

const EXACT_MATCH = "exact match";
const CHARACTERS = "character accuracy";

const MEASURES: readonly [Measure, ...Measure[]] = [
  { name: EXACT_MATCH, direction: "highest", maximum: 100 },
  { name: CHARACTERS, direction: "highest", maximum: 100 },
];

async function evaluateRun(run: string): Promise<RunEvaluation> {
  const executor = await Executor.load(run);
  try {
    const { config } = executor;
    const found = await evaluate(executor);
    const hardest = found.cells.at(-1) as CellScores;
    const answers = found.answers.filter(
      ({ length, nesting }) => length === hardest.length && nesting === hardest.nesting,
    );
    const isRight = (answer: TestAnswer): boolean => answer.isRight;
    const shown = rightAndWrong(answers, { count: 6, isRight });
    const [right, wrong] = [shown.right.at(-1), shown.wrong.at(-1)];
    return {
      task: "learn-to-execute",
      architecture: architectureOf(config),
      parameters: executor.model.parameters.count,
      data: dataOf(config, hardest),
      unit: "tokens",
      measures: MEASURES,
      systems: systemsOf(hardest),
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
      attention: await executorAttention(
        executor,
        [right, wrong].flatMap((answer) => (answer === undefined ? [] : [answer.source])),
      ),
      forecasts: [],
      grids: [grid(found, "exactMatch", EXACT_MATCH), grid(found, "characterAccuracy", CHARACTERS)],
    };
  } finally {
    executor.dispose();
  }
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
    scores: { [EXACT_MATCH]: scores.exactMatch, [CHARACTERS]: scores.characterAccuracy },
  });
  return [
    system("model", model),
    ...Object.entries(baselines).map(([name, scores]) => system(name, scores)),
  ];
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

function grid({ cells }: Evaluation, name: keyof CellScores["model"], measure: string): ScoreGrid {
  const distinct = (values: readonly number[]): number[] =>
    [...new Set(values)].sort((a, b) => a - b);
  const lengths = distinct(cells.map(({ length }) => length));
  const nestings = distinct(cells.map(({ nesting }) => nesting));
  return {
    measure,
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
