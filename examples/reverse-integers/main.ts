/** The command of the example: `npm run example:reverse-integers -- --help`. */
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
import { type ReversalOptions, trainReversal } from "./train-reversal.ts";

const program = createProgram({
  name: "example:reverse-integers",
  description: "Learns to reverse sequences of integers: the smoke task of Joey NMT",
  version: "0.1.0",
})
  .option("--examples <number>", "pairs to train on", readWholeNumber("--examples"), 50_000)
  .option(
    "--held-out <number>",
    "pairs to choose the best weights by, and as many to score it",
    readWholeNumber("--held-out"),
    1000,
  )
  .option("--highest <number>", "integers are below this", readWholeNumber("--highest"), 50)
  .option(
    "--maximum-length <number>",
    "longest sequence to train on, 5 less than held out",
    readWholeNumber("--maximum-length"),
    25,
  )
  .option("--units <number>", "width of each LSTM", readWholeNumber("--units"), 64)
  .option("--batch-size <number>", "pairs in a step", readWholeNumber("--batch-size"), 32)
  .option("--learning-rate <number>", "highest of Adam", positiveNumber("--learning-rate"), 0.003)
  .option("--epochs <number>", "epochs", readWholeNumber("--epochs"), 5)
  .option(
    "--seed <number>",
    "of pairs, weights, order and dropout",
    readWholeNumber("--seed", 0),
    1,
  )
  .action(run);

await runProgram(addOutputOptions(program), process.argv.slice(2));

async function run(flags: ReversalOptions & OutputOptions): Promise<void> {
  const output = new Output(flags);
  output.notice(describeEngine(await loadEngine()));
  const progress = trainingProgress({ epochs: flags.epochs, quiet: output.isQuiet });
  const { reports, best, test, samples } = await trainReversal({
    ...flags,
    callbacks: [progress],
  }).finally(() => progress.stop());
  const rows = samples.map(({ source, hypothesis, reference }) => [
    source,
    hypothesis,
    hypothesis === reference ? "ok" : reference,
  ]);
  const text = [
    formatTable(["test sequence", "reversed by the model", "right"], rows),
    "",
    `weights of step ${best?.step} on test sequences: BLEU ${test.bleu.toFixed(1)}, exact match ${test.exactMatch.toFixed(1)} %, ${reports.at(-1)?.elapsedSeconds.toFixed(1)} s in all`,
  ].join("\n");
  output.result(text, { best, test, reports, samples });
}
