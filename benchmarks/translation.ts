/**
 * The translator beside the same model in PyTorch: same pairs, pieces, sizes, batches and epochs, trained in turns of one epoch.
 *
 *     npm run bench:translation -- --data train.tsv --test dev.tsv --python .venv/bin/python
 */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import { join } from "node:path";
import { bleu, normalize } from "@encdec/core";
import { formatTable, Output, readWholeNumber } from "@encdec/core/command-line";
import { loadData, PhraseEncoder, presets, type TranslateConfig } from "@encdec/translate";
import { besidePytorch, type EpochLine, trainInTurns } from "./competitor.ts";
import {
  addPeerOptions,
  createBenchmark,
  type PeerOptions,
  runBenchmark,
  SEEDS,
} from "./options.ts";
import { PYTORCH, runnable } from "./systems.ts";

/** An epoch of either system. */
interface Epoch extends EpochLine {
  /** BLEU of greedy translations, 0 to 100. */
  readonly bleu?: number;
  /** Where PyTorch's translations are, as ids. */
  readonly hypotheses?: string;
}

/** Names of the systems, by what they are called in the table. */
const SYSTEMS = { encdec: "encdec", pytorch: "PyTorch" } as const;
type SystemName = keyof typeof SYSTEMS;

/** Epochs of the systems, with their scores and the seconds so far. */
type ScoredEpochs = { readonly [name in SystemName]?: ScoredEpoch[] };

interface ScoredEpoch {
  readonly epoch: number;
  readonly bleu: number;
  readonly seconds: number;
}

interface TranslationBenchOptions extends PeerOptions {
  readonly data: string;
  readonly test: string;
  readonly epochs: number;
  readonly seeds: readonly number[];
}

const program = createBenchmark(
  "bench:translation",
  "Trains the translator and the same model in PyTorch in turns",
)
  .requiredOption("--data <file>", "pairs to train on: source, tab, target")
  .requiredOption("--test <file>", "pairs to score after each epoch: source, tab, references")
  .option("--epochs <integer>", "epochs of each", readWholeNumber("--epochs"), 10)
  .option("--seeds <list>", "seeds, one run of each system for each", ...SEEDS)
  .action(compare);
await runBenchmark(addPeerOptions(program, { needs: "PyTorch" }));

async function compare(options: TranslationBenchOptions): Promise<void> {
  const output = new Output(options);
  process.env.ENCDEC_THREADS = String(options.threads);
  const hasPytorch = runnable({ pytorch: PYTORCH }, { ...options, output }).length > 0;
  const folder = await mkdtemp(join(os.tmpdir(), "encdec-translation-"));
  try {
    const runs: ({ readonly seed: number } & ScoredEpochs)[] = [];
    for (const seed of options.seeds) {
      const context = { options, hasPytorch, folder, output };
      runs.push({ seed, ...(await trainAll(configOf(options, seed), context)) });
    }
    const columns = runs.flatMap(({ seed, ...scored }) =>
      (Object.keys(scored) as SystemName[]).map((name) => ({ seed, name, epochs: scored[name] })),
    );
    const heading = columns.flatMap(({ seed, name }) => [
      `${SYSTEMS[name]}, seed ${seed}: BLEU`,
      "s",
    ]);
    const rows = Array.from({ length: options.epochs }, (_, index) => [
      String(index + 1),
      ...columns.flatMap(({ epochs }) => cellsOf(epochs?.[index])),
    ]);
    output.result(formatTable(["epoch", ...heading], rows), runs);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The sizes of the model that both train. */
function configOf(options: TranslationBenchOptions, seed: number): TranslateConfig {
  const { full } = presets;
  return {
    ...full,
    seed,
    data: {
      ...full.data,
      from: options.data,
      validationFile: options.test,
      testFile: options.test,
    },
    text: { ...full.text, minimumCount: 1 },
    model: {
      ...full.model,
      embeddingSize: 128,
      embeddingLimit: 1.7,
      uniformLimit: 0.0625,
      units: 256,
      layers: 1,
      dropout: 0.2,
    },
    training: {
      ...full.training,
      epochs: options.epochs,
      batchSize: 96,
      learningRate: 0.002,
      warmupSteps: 0,
      labelSmoothing: 0,
      precision: "float32",
    },
  };
}

async function trainAll(
  config: TranslateConfig,
  context: {
    readonly options: TranslationBenchOptions;
    readonly hasPytorch: boolean;
    readonly folder: string;
    readonly output: Output;
  },
): Promise<ScoredEpochs> {
  const { options, hasPytorch, folder, output } = context;
  const data = await loadData(config);
  const encoder = PhraseEncoder.fit(config, data.train);
  const references = new Map<string, string[]>();
  for (const { source, target } of data.test) {
    references.set(source, [...(references.get(source) ?? []), normalize(target)]);
  }
  const file = (name: string): string => join(folder, name);
  await writeFile(file("config.json"), JSON.stringify(config));
  const task = {
    sourceSize: encoder.source.vocabulary.size,
    targetSize: encoder.target.vocabulary.size,
    pairs: data.train.map((pair) => encoder.encodePair(pair)),
    test: [...references.keys()].map((source) => encoder.encodeSource(source).ids),
    seed: config.seed,
    ...config.model,
    ...config.training,
    maximumLength: config.text.maximumLength,
  };
  await writeFile(file("task.json"), JSON.stringify(task));
  const systems = besidePytorch<Epoch>({
    app: "translate",
    script: "translation_pytorch.py",
    config: file("config.json"),
    run: file(`run-${config.seed}`),
    task: file("task.json"),
    python: options.python,
    threads: options.threads,
    hasPytorch,
    read: epochIn,
  });
  const scored: { [name: string]: ScoredEpoch[] } = Object.fromEntries(
    Object.keys(systems).map((name) => [name, []]),
  );
  const pending: Promise<void>[] = [];
  await trainInTurns(systems, (name, epoch) => {
    const score = async (): Promise<void> => {
      const hypotheses: number[][] =
        epoch.hypotheses === undefined ? [] : JSON.parse(await readFile(epoch.hypotheses, "utf8"));
      const texts = hypotheses.map((ids) => normalize(encoder.target.decode(ids)));
      const score = epoch.bleu ?? bleu(texts, [...references.values()]).score;
      const { epoch: number, seconds } = epoch;
      (scored[name] as ScoredEpoch[])[number - 1] = { epoch: number, bleu: score, seconds };
      output.notice(
        `seed ${config.seed} ${name} epoch ${number}: BLEU ${score.toFixed(1)}, ${seconds.toFixed(0)} s`,
      );
    };
    pending.push(score());
  });
  await Promise.all(pending);
  return scored;
}

function epochIn(line: string): Epoch | undefined {
  const [, epoch, score] =
    /^epoch +(\d+)\/\d+ +training loss.* validation bleu ([\d.]+)/.exec(line) ?? [];
  if (epoch === undefined) return undefined;
  return { epoch: Number(epoch), bleu: Number(score), apartSeconds: 0 };
}

function cellsOf(epoch: ScoredEpoch | undefined): string[] {
  return [epoch?.bleu.toFixed(1) ?? "", epoch?.seconds.toFixed(0) ?? ""];
}
