/** The command of the example: `npm run example:addition -- --help`. */
import { describeEngine, loadEngine } from "@encdec/core";
import {
  addOutputOptions,
  createProgram,
  formatTable,
  Output,
  type OutputOptions,
  readWholeNumber,
  runProgram,
  trainingProgress,
} from "@encdec/core/command-line";
import { positiveNumber } from "../flags.ts";
import { type AdditionOptions, trainAddition } from "./train-addition.ts";

const program = createProgram({
  name: "example:addition",
  description: "Learns to add numbers, digit by digit, as Keras's example does",
  version: "0.1.0",
})
  .option(
    "--examples <number>",
    "sums, one tenth held out",
    readWholeNumber("--examples", 20),
    50_000,
  )
  .option("--digits <number>", "most digits of a number", readWholeNumber("--digits"), 3)
  .option("--scale <number>", "width of the layers as a share of 128", positiveNumber("--scale"), 1)
  .option("--batch-size <number>", "sums in a step", readWholeNumber("--batch-size"), 32)
  .option("--learning-rate <number>", "highest of Adam", positiveNumber("--learning-rate"), 0.003)
  .option("--epochs <number>", "most epochs", readWholeNumber("--epochs"), 30)
  .option(
    "--stop-at <percent>",
    "exact match at which training ends",
    positiveNumber("--stop-at", 100),
  )
  .option("--seed <number>", "of sums, weights and order", readWholeNumber("--seed", 0), 1)
  .action(run);

await runProgram(addOutputOptions(program), process.argv.slice(2));

async function run(flags: AdditionOptions & OutputOptions): Promise<void> {
  const output = new Output(flags);
  output.notice(describeEngine(await loadEngine()));
  const progress = trainingProgress({ epochs: flags.epochs, quiet: output.isQuiet });
  const { reports, best, samples } = await trainAddition({
    ...flags,
    callbacks: [progress],
  }).finally(() => progress.stop());
  const { exactMatch = 0 } = best?.validation ?? {};
  const rows = samples.map(({ question, answer, right }) => [question, answer, right]);
  const text = [
    formatTable(["held-out question", "answer", "right"], rows),
    "",
    `exact match on held-out answers: ${exactMatch.toFixed(2)} %, epoch ${best?.epoch}, ${reports.at(-1)?.elapsedSeconds.toFixed(1)} s in all`,
  ].join("\n");
  output.result(text, { best, reports, samples });
}
