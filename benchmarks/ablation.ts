/**
 * What each part of the translator is worth: the same training with one part changed at a time.
 *
 *     npm run bench:ablation -- --seeds 1,2,3
 *     npm run bench:ablation -- --data train.tsv --test dev.tsv --preset full --epochs 4
 */
import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import { join } from "node:path";
import {
  formatTable,
  Output,
  type OutputOptions,
  readWholeNumber,
  UsageError,
} from "@encdec/core/command-line";
import { type PresetName, presets, type TranslateConfig, trainTranslator } from "@encdec/translate";
import { createBenchmark, readName, runBenchmark, SEEDS } from "./options.ts";

/** What one training gave. */
interface Result {
  readonly exactMatch: number;
  readonly bleu: number;
  readonly seconds: number;
  readonly weights: number;
}

interface AblationOptions extends OutputOptions {
  readonly preset: PresetName;
  readonly data?: string;
  readonly test?: string;
  readonly epochs?: number;
  readonly seeds: readonly number[];
  readonly only?: string;
}

type Change = (config: TranslateConfig) => TranslateConfig;
const model =
  (changes: Partial<TranslateConfig["model"]>): Change =>
  (config) => ({ ...config, model: { ...config.model, ...changes } });
const text =
  (changes: Partial<TranslateConfig["text"]>): Change =>
  (config) => ({ ...config, text: { ...config.text, ...changes } });
const both =
  (first: Change, second: Change): Change =>
  (config) =>
    second(first(config));

const plain = model({ attention: "none", direction: "forward" });
const VARIANTS: { readonly [name: string]: Change } = {
  "the preset": (config) => config,
  "source read forwards": text({ reverseSource: false }),
  "one direction": model({ direction: "forward" }),
  "two layers": model({ layers: 2 }),
  "additive attention": model({ attention: "additive" }),
  "input feeding": model({ feeding: "input" }),
  "no attention": model({ attention: "none" }),
  "no attention, one direction, reversed": plain,
  "no attention, one direction, forwards": both(plain, text({ reverseSource: false })),
  GRU: model({ cell: "gru" }),
  "no dropout": model({ dropout: 0 }),
  "no label smoothing": (config) => ({
    ...config,
    training: { ...config.training, labelSmoothing: 0 },
  }),
  "narrow start of embeddings (0.05)": model({ embeddingLimit: 0.05 }),
  "all weights uniform (0.06)": model({ uniformLimit: 0.06 }),
  "words instead of pieces": text({ tokenizer: "word" }),
};

const program = createBenchmark(
  "bench:ablation",
  "Trains the translator with one part changed at a time",
)
  .option("--preset <name>", "settings to change", readName("--preset", presets), "small")
  .option("--data <name-or-file>", "pairs to train on")
  .option("--test <file>", "pairs to score")
  .option("--epochs <integer>", "epochs of each", readWholeNumber("--epochs"))
  .option("--seeds <list>", "seeds, one training for each", ...SEEDS)
  .option("--only <text>", "variants whose name contains this")
  .action(compare);
await runBenchmark(program);

async function compare(options: AblationOptions): Promise<void> {
  const output = new Output(options);
  const { seeds, only = "" } = options;
  const variants = Object.entries(VARIANTS).filter(([name]) => name.includes(only));
  if (variants.length === 0) {
    throw new UsageError(
      `Cannot compare: --only must be a part of ${Object.keys(VARIANTS).join("; ")}, got "${only}"`,
    );
  }
  const results: Record<string, Result[]> = {};
  for (const [name, change] of variants) {
    const runs = [];
    for (const seed of seeds) {
      const result = await trainOnce(change(configOf(options, seed)));
      output.notice(
        `${name}, seed ${seed}: BLEU ${result.bleu.toFixed(1)}, exact match ${result.exactMatch.toFixed(1)}, ${result.seconds.toFixed(0)} s`,
      );
      runs.push(result);
    }
    results[name] = runs;
  }
  const heading = ["variant", "weights", "seconds", "exact match", "BLEU", "BLEU by seed"];
  const rows = Object.entries(results).map(([name, runs]) => [
    name,
    (runs[0]?.weights ?? 0).toLocaleString("en"),
    mean(runs.map(({ seconds }) => seconds)).toFixed(0),
    mean(runs.map(({ exactMatch }) => exactMatch)).toFixed(1),
    mean(runs.map(({ bleu }) => bleu)).toFixed(1),
    runs.map(({ bleu }) => bleu.toFixed(1)).join(" "),
  ]);
  output.result(formatTable(heading, rows), results);
}

function configOf(options: AblationOptions, seed: number): TranslateConfig {
  const preset = presets[options.preset];
  const { data, test, epochs } = options;
  return {
    ...preset,
    seed,
    data: { ...preset.data, ...(data && { from: data }), ...(test && { testFile: test }) },
    training: { ...preset.training, ...(epochs && { epochs }) },
  };
}

async function trainOnce(config: TranslateConfig): Promise<Result> {
  const run = await mkdtemp(join(os.tmpdir(), "encdec-ablation-"));
  try {
    const { translator, evaluation, reports } = await trainTranslator({ config, run });
    const weights = translator.model.parameters.count;
    translator.dispose();
    if (!evaluation) throw new Error("Cannot score the run: training was interrupted");
    const { exactMatch, bleu } = evaluation.model;
    return {
      exactMatch: exactMatch.score,
      bleu: bleu.score,
      seconds: reports.at(-1)?.elapsedSeconds ?? 0,
      weights,
    };
  } finally {
    await rm(run, { recursive: true });
  }
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
