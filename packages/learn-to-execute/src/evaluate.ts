/** Scores of a model by length and nesting, beside naive baselines. */
import { lengthGroups, scoreIntervals, selectSegments } from "@encdec/core";
import { fitBaselines } from "./baselines.ts";
import { countOperations } from "./count-operations.ts";
import type { Execution, Executor } from "./decode.ts";
import type { Difficulty } from "./generate-program.ts";
import { parseProgram } from "./parse-program.ts";
import { baselineScores, modelStatistics, type Scores } from "./scores.ts";
import { forcedAnswers } from "./teacher-forcing.ts";
import { type TestCell, testCells } from "./test-cells.ts";

/** A held-out example and what the model made of it. */
export interface TestAnswer extends Execution, Difficulty {
  readonly target: string;
  readonly isRight: boolean;
  /** What the baselines answer, by their names. */
  readonly baselines: { readonly [name: string]: string };
}

/** Scores on the held-out examples of one difficulty. */
export interface CellScores extends Difficulty {
  readonly count: number;
  /** Different texts among them: of easy programs there are few. */
  readonly distinct: number;
  readonly model: Scores;
  readonly baselines: { readonly [name: string]: Scores };
}

/** Scores on the programs with so many operations. */
export interface OperationScores {
  readonly operations: number;
  readonly count: number;
  readonly model: Scores;
}

/** Result of {@link evaluate}. */
export interface Evaluation {
  /** Nesting by nesting, in each by length. */
  readonly cells: readonly CellScores[];
  /** By operations that programs really have, whatever their nesting; nothing for the other tasks. */
  readonly operations: readonly OperationScores[];
  /** Of all cells, in their order. */
  readonly answers: readonly TestAnswer[];
}

/** Options of {@link evaluate}. */
export interface EvaluateOptions {
  /** The hardest examples. @default those that the model was trained for */
  readonly difficulty?: Difficulty | undefined;
  /** Hears how many of the examples are done: at the beginning none. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Executes held-out examples of every length and nesting and scores the answers.
 *
 * @throws {RangeError} If no cell has held-out examples.
 */
export async function evaluate(
  executor: Executor,
  options: EvaluateOptions = {},
): Promise<Evaluation> {
  const { difficulty = executor.config.data, onProgress = () => {}, signal } = options;
  const cells = testCells(executor.config, difficulty);
  if (cells.length === 0) {
    throw new RangeError(
      `Cannot evaluate: some examples must be held out, got none up to length ${difficulty.length}`,
    );
  }
  const total = cells.reduce((sum, { test }) => sum + test.length, 0);
  const results: ExecutedCell[] = [];
  let done = 0;
  onProgress(done, total);
  for (const cell of cells) {
    results.push(await executeCell(executor, cell, signal));
    done += cell.test.length;
    onProgress(done, total);
  }
  return {
    cells: results.map(scoresOf),
    operations: executor.config.data.from === "programs" ? scoresByOperations(results) : [],
    answers: results.flatMap(({ answers }) => answers),
  };
}

/** A cell with the model's answers, and their statistics. */
interface ExecutedCell {
  readonly cell: TestCell;
  readonly answers: readonly TestAnswer[];
  readonly forced: Awaited<ReturnType<typeof forcedAnswers>>;
}

async function executeCell(
  executor: Executor,
  cell: TestCell,
  signal: AbortSignal | undefined,
): Promise<ExecutedCell> {
  const { encoder, model } = executor;
  const { length, nesting, test, training } = cell;
  const executions = await executor.predict(
    test.map(({ source }) => source),
    { signal },
  );
  const forced = await forcedAnswers(
    model,
    test.map((example) => encoder.encodePair(example)),
  );
  const baselines = fitBaselines(training);
  const answers = executions.map((execution, place) => {
    const { source, answer } = execution;
    const target = test[place]?.target ?? "";
    return {
      ...execution,
      length,
      nesting,
      target,
      isRight: answer === target,
      baselines: Object.fromEntries(baselines.map((other) => [other.name, other.answer(source)])),
    };
  });
  return { cell, answers, forced };
}

function scoresOf({ cell, answers, forced }: ExecutedCell): CellScores {
  const { length, nesting, test } = cell;
  const targets = test.map(({ target }) => target);
  const names = Object.keys(answers[0]?.baselines ?? {});
  const baselines = names.map((name) => [
    name,
    baselineScores(
      answers.map((answer) => answer.baselines[name] ?? ""),
      targets,
    ),
  ]);
  return {
    length,
    nesting,
    count: test.length,
    distinct: new Set(test.map(({ source }) => source)).size,
    model: scoreIntervals(
      modelStatistics(
        answers.map(({ answer }) => answer),
        targets,
        forced,
      ),
    ),
    baselines: Object.fromEntries(baselines),
  };
}

function scoresByOperations(results: readonly ExecutedCell[]): OperationScores[] {
  const answers = results.flatMap((result) => result.answers);
  const statistics = modelStatistics(
    answers.map(({ answer }) => answer),
    answers.map(({ target }) => target),
    results.flatMap(({ forced }) => forced),
  );
  const operations = answers.map(({ source }) => countOperations(parseProgram(source)));
  const starts = [...new Set([0, ...operations])].sort((a, b) => a - b);
  return lengthGroups(operations, starts).map(({ from, indices }) => ({
    operations: from,
    count: indices.length,
    model: scoreIntervals({
      exactMatch: selectSegments(statistics.exactMatch, indices),
      characterAccuracy: selectSegments(statistics.characterAccuracy, indices),
    }),
  }));
}
