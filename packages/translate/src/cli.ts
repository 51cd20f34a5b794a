#!/usr/bin/env node
/** The command `encdec-translate`: the only file of the app that prints. */
import { createInterface } from "node:readline/promises";
import { describeEngine, loadEngine } from "@encdec/core";
import {
  addOutputOptions,
  addRunOption,
  addSettingsOptions,
  addTrainingOptions,
  chosenSettings,
  createProgram,
  EXIT,
  formatInspection,
  formatTable,
  interruptSignal,
  Output,
  type OutputOptions,
  runProgram,
  tensorboardCallback,
  trainingProgress,
} from "@encdec/core/command-line";
import { prepareRunFolder } from "@encdec/core/persistence";
import { presets, translateSchema, VERSION } from "./config.ts";
import { loadData, loadTestPairs } from "./data.ts";
import { describeSet } from "./data-summary.ts";
import { type Translation, Translator } from "./decode.ts";
import { PhraseEncoder } from "./encode.ts";
import { type Evaluation, evaluate } from "./evaluate.ts";
import { scoreRows } from "./scores.ts";
import { readSettings, trainTranslator } from "./train.ts";

/** Flags of `train` beside the settings. */
interface TrainFlags extends OutputOptions {
  readonly run: string;
  readonly overwrite?: boolean;
  readonly resume?: boolean;
  readonly inspect?: boolean;
  readonly tensorboard?: string;
}

const app = { schema: translateSchema, presets };
const program = createProgram({
  name: "encdec-translate",
  description: "Phrase translation with an LSTM encoder-decoder",
  version: VERSION,
});

const trainCommand = program
  .command("train")
  .description("train a translator and score it on held-out phrases");
addTrainingOptions(addRunOption(trainCommand, "translate"));
addSettingsOptions(addOutputOptions(trainCommand), app).action(async (options: TrainFlags) => {
  const output = new Output(options);
  const { run, overwrite = false, resume = false, inspect = false, tensorboard } = options;
  if (resume) await prepareRunFolder(run, { resume });
  const before = resume ? await readSettings(run) : undefined;
  const config = await chosenSettings(trainCommand, app, before);
  output.notice(describeEngine(await loadEngine()));
  const { epochs, maxSteps: steps } = config.training;
  const progress = trainingProgress({ epochs, steps, quiet: output.isQuiet });
  const {
    translator,
    stopped,
    steps: done,
    reports,
    evaluation,
  } = await trainTranslator({
    config,
    run,
    overwrite,
    resume,
    inspect,
    signal: interruptSignal(),
    onNotice: (text) => output.notice(text),
    callbacks: [
      progress,
      { onInspection: (found) => output.notice(formatInspection(found)) },
      ...(tensorboard === undefined ? [] : [tensorboardCallback(tensorboard)]),
    ],
  }).finally(() => progress.stop());
  translator.dispose();
  if (!evaluation) {
    const best = reports.length > 0 ? ` and the best weights of ${reports.length} epochs` : "";
    output.notice(`interrupted after step ${done}: ${run} holds the state${best}; continue with`);
    output.notice(`  npm run translate -- train --resume --run ${run}`);
    process.exitCode = EXIT.interrupted;
    return;
  }
  const epoch = reports.at(-1)?.epoch ?? 0;
  output.notice(`stopped by ${stopped} after epoch ${epoch}; the run is in ${run}`);
  printEvaluation(output, evaluation, { run });
  output.notice(nextSteps(run));
});

const evaluateCommand = program
  .command("evaluate")
  .description("score a run on its held-out phrases, beside the nearest training source");
addRunOption(evaluateCommand, "translate").option(
  "--test <file>",
  "score on this file instead: source, tab, one or more references",
);
addOutputOptions(evaluateCommand).action(
  async (options: OutputOptions & { run: string; test?: string }) => {
    const output = new Output(options);
    output.notice(describeEngine(await loadEngine()));
    const translator = await Translator.load(options.run);
    const data = await loadData(translator.config, (text) => output.notice(text));
    if (data.fingerprint !== translator.config.dataFingerprint) {
      throw new Error(
        `Cannot evaluate ${options.run}: its data must have fingerprint ${translator.config.dataFingerprint}, got ${data.fingerprint}; held-out phrases may have been trained on`,
      );
    }
    const pairs = options.test === undefined ? data.test : await loadTestPairs(options.test);
    const evaluation = await evaluate(translator, { pairs, training: data.train });
    translator.dispose();
    printEvaluation(output, evaluation, { run: options.run });
    output.notice(nextSteps(options.run));
  },
);

const translateCommand = program
  .command("translate [text...]", { isDefault: true })
  .description("translate phrases: arguments, lines of standard input, or at a prompt");
addRunOption(translateCommand, "translate");
addOutputOptions(translateCommand).action(
  async (texts: string[], options: OutputOptions & { run: string }) => {
    const output = new Output(options);
    output.notice(describeEngine(await loadEngine()));
    const translator = await Translator.load(options.run);
    if (texts.length > 0) {
      for (const translation of await translator.translate(texts)) print(output, translation);
    } else {
      await translateLines(output, translator);
    }
    translator.dispose();
  },
);

const dataCommand = program
  .command("data")
  .description("show what the data holds, how it is split, and how long the phrases are");
addSettingsOptions(addOutputOptions(dataCommand), app).action(async (options: OutputOptions) => {
  const output = new Output(options);
  const config = await chosenSettings(dataCommand, app);
  const data = await loadData(config, (text) => output.notice(text));
  const encoder = PhraseEncoder.fit(config, data.train);
  const sets = { train: data.train, validation: data.validation, test: data.test };
  const rows = Object.entries(sets).map(([name, pairs]) => describeSet(name, pairs, encoder));
  const vocabulary = {
    source: encoder.source.vocabulary.size,
    target: encoder.target.vocabulary.size,
  };
  const { origin, fingerprint } = data;
  const table = formatTable(
    ["set", "pairs", "mean source tokens", "longest", "mean target tokens", "longest", "unknown %"],
    rows.map((row) => [
      row.set,
      String(row.pairs),
      row.meanSourceTokens,
      String(row.longestSource),
      row.meanTargetTokens,
      String(row.longestTarget),
      row.unknownPercent,
    ]),
  );
  const samples = data.train.slice(0, 5).map(({ source, target }) => [source, target]);
  output.result(
    [
      `${origin.description} (licence: ${origin.licence})`,
      `vocabularies: ${vocabulary.source} source tokens, ${vocabulary.target} target tokens`,
      table,
      "",
      formatTable(["source", "target"], samples),
    ].join("\n"),
    { origin, fingerprint, vocabulary, sets: rows, samples },
  );
});

await runProgram(program, process.argv.slice(2));

async function translateLines(output: Output, translator: Translator): Promise<void> {
  const isPrompt = process.stdin.isTTY;
  const lines = createInterface({
    input: process.stdin,
    output: isPrompt ? process.stderr : undefined,
    prompt: "> ",
  });
  if (isPrompt) lines.prompt();
  for await (const line of lines) {
    for (const translation of await translator.translate([line])) print(output, translation);
    if (isPrompt) lines.prompt();
  }
}

/** A phrase of unknown words only has no translation: an empty line keeps the others in step. */
function print(output: Output, translation: Translation): void {
  const { source, unknown, cut } = translation;
  if (cut)
    output.notice(`cut to the longest source that the run allows: ${JSON.stringify(source)}`);
  if (translation.translation === "" && source.trim() !== "") {
    process.stderr.write(
      `Cannot translate ${JSON.stringify(source)}: at least one word must be in the vocabulary, got only unknown ones\n`,
    );
    process.exitCode = EXIT.failed;
  } else if (unknown.length > 0) {
    output.notice(`unknown in ${JSON.stringify(source)}: ${unknown.join(" ")}`);
  }
  output.result(translation.translation, translation);
}

function printEvaluation(
  output: Output,
  evaluation: Evaluation,
  context: { readonly run: string },
): void {
  const { model, baseline, signatures, examples } = evaluation;
  const shown = evenlySpaced(examples, 12);
  const text = [
    "",
    formatTable(
      ["held-out phrase", "translation", "reference", ""],
      shown.map(({ source, hypothesis, references }) => [
        source,
        hypothesis,
        references.join(" | "),
        references.includes(hypothesis) ? "ok" : "",
      ]),
    ),
    "",
    formatTable(
      [`score on ${examples.length} held-out phrases`, "model", "nearest source"],
      scoreRows(evaluation),
    ),
  ].join("\n");
  output.result(text, { run: context.run, model, baseline, signatures, examples: shown });
}

function evenlySpaced<T>(values: readonly T[], count: number): T[] {
  const step = Math.max(1, values.length / count);
  return Array.from(
    { length: Math.min(count, values.length) },
    (_, index) => values[Math.floor(index * step)] as T,
  );
}

function nextSteps(run: string): string {
  return [
    "",
    "Try next:",
    `  npm run translate -- --run ${run} "red apple" "March 3, 2024"`,
    `  npm run translate -- train --data.target-language de --run runs/german`,
    `  npm run translate -- train --text.reverse-source false --run runs/forward   # what is reversal worth?`,
  ].join("\n");
}
