/** The verb `data`. */
import { addSettingsCommand, type Command, formatTable } from "@encdec/core/command-line";
import { type ExecuteConfig, executeSchema } from "./config.ts";
import { fingerprintOf } from "./fingerprint.ts";
import { presets } from "./presets.ts";
import { type TestCell, testCells } from "./test-cells.ts";

/** Adds the verb `data`. */
export function addDataCommand(program: Command): void {
  addSettingsCommand(program, {
    name: "data",
    description: "show examples by length and nesting, how long they are and how many differ",
    schema: executeSchema,
    presets,
    act: async (config, output) => {
      const cells = testCells(config, config.data);
      const rows = cells.map(describeCell);
      const samples = samplesOf(cells, config);
      const fingerprint = fingerprintOf(config);
      output.result(
        [
          `${config.data.from}, generated after Zaremba and Sutskever 2015; fingerprint ${fingerprint}`,
          "",
          formatTable(
            [
              "length",
              "nesting",
              "different %",
              "mean characters",
              "longest",
              "mean answer",
              "longest",
            ],
            rows.map((row) => [
              String(row.length),
              String(row.nesting),
              row.distinctPercent,
              row.meanSource,
              String(row.longestSource),
              row.meanAnswer,
              String(row.longestAnswer),
            ]),
          ),
          "",
          ...samples.map(({ source, target }) => `${source}\n# ${target}\n`),
        ].join("\n"),
        { fingerprint, cells: rows, samples },
      );
    },
  });
}

/** Numbers of a cell, from the examples that baselines learn from: they are trained on. */
function describeCell({ length, nesting, training }: TestCell): {
  readonly length: number;
  readonly nesting: number;
  readonly distinctPercent: number;
  readonly meanSource: number;
  readonly longestSource: number;
  readonly meanAnswer: number;
  readonly longestAnswer: number;
} {
  const sources = training.map(({ source }) => source.length);
  const answers = training.map(({ target }) => target.length);
  const different = new Set(training.map(({ source }) => source)).size;
  return {
    length,
    nesting,
    distinctPercent: (100 * different) / training.length,
    meanSource: mean(sources),
    longestSource: Math.max(...sources),
    meanAnswer: mean(answers),
    longestAnswer: Math.max(...answers),
  };
}

/** Five of the hardest examples. */
function samplesOf(
  cells: readonly TestCell[],
  { data }: ExecuteConfig,
): { readonly source: string; readonly target: string }[] {
  const hardest = cells.find(
    ({ length, nesting }) => length === data.length && nesting === data.nesting,
  );
  return (hardest?.training ?? []).slice(0, 5).map(({ source, target }) => ({ source, target }));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
