/**
 * The summarizer beside the same model in PyTorch: same examples, tokens, sizes, batches and epochs, trained in turns of one epoch.
 *
 *     npm run bench:summarization -- --models plain,attention,pointer --python .venv/bin/python
 */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import { join } from "node:path";
import { rouge } from "@encdec/core";
import { formatTable, Output, readWholeNumber } from "@encdec/core/command-line";
import {
  type Example,
  groupByDocument,
  loadData,
  presets,
  type SummarizeConfig,
  SummaryEncoder,
} from "@encdec/summarize";
import { besidePytorch, type EpochLine, trainInTurns } from "./competitor.ts";
import {
  addPeerOptions,
  createBenchmark,
  type PeerOptions,
  readNames,
  runBenchmark,
  SEEDS,
} from "./options.ts";
import { PYTORCH, runnable } from "./systems.ts";

/** An epoch of either system. */
interface Epoch extends EpochLine {
  /** ROUGE-L of greedy summaries, 0 to 100. */
  readonly rougeL?: number;
  /** Where PyTorch's summaries are, as ids. */
  readonly hypotheses?: string;
}

interface ScoredEpoch {
  readonly epoch: number;
  readonly rougeL: number;
  readonly seconds: number;
}

/** What the systems did with one model and seed. */
interface Match {
  readonly model: string;
  readonly seed: number;
  readonly encdec: ScoredEpoch[];
  /** Nothing where it was left out. */
  readonly pytorch: ScoredEpoch[];
}

interface SummarizationBenchOptions extends PeerOptions {
  readonly data: string;
  readonly models: readonly string[];
  readonly epochs: number;
  readonly seeds: readonly number[];
}

const MODELS: { readonly [name: string]: Partial<SummarizeConfig["model"]> } = {
  plain: { attention: "none", copy: "none" },
  // PyTorch's start values, 1 / sqrt(units): without attention Keras's are worse.
  uniform: { attention: "none", copy: "none", uniformLimit: 0.072, embeddingLimit: 1.7 },
  attention: { copy: "none" },
  pointer: {},
};

const program = createBenchmark(
  "bench:summarization",
  "Trains the summarizer and the same model in PyTorch in turns",
)
  .option("--data <name-or-file>", "as of npm run summarize -- train", "github-api")
  .option(
    "--models <list>",
    `of ${Object.keys(MODELS).join(", ")}, with commas`,
    readNames("--models", MODELS),
    ["pointer"],
  )
  .option(
    "--epochs <integer>",
    "epochs of each",
    readWholeNumber("--epochs"),
    presets.small.training.epochs,
  )
  .option("--seeds <list>", "seeds, one run of each system for each", ...SEEDS)
  .action(compare);
await runBenchmark(addPeerOptions(program, { needs: "PyTorch" }));

async function compare(options: SummarizationBenchOptions): Promise<void> {
  const output = new Output(options);
  process.env.ENCDEC_THREADS = String(options.threads);
  const hasPytorch = runnable({ pytorch: PYTORCH }, { ...options, output }).length > 0;
  const folder = await mkdtemp(join(os.tmpdir(), "encdec-summarization-"));
  try {
    const matches: Match[] = [];
    for (const model of options.models) {
      for (const seed of options.seeds) {
        matches.push(await play(model, seed, { options, hasPytorch, folder, output }));
      }
    }
    const head = [
      "model",
      "seed",
      "encdec: best ROUGE-L",
      "s an epoch",
      "PyTorch: best ROUGE-L",
      "s an epoch",
    ];
    const rows = matches.map(({ model, seed, encdec, pytorch }) => [
      model,
      String(seed),
      ...cellsOf(encdec),
      ...cellsOf(pytorch),
    ]);
    output.result(formatTable(head, rows), matches);
  } finally {
    await rm(folder, { recursive: true });
  }
}

interface Context {
  readonly options: SummarizationBenchOptions;
  readonly hasPytorch: boolean;
  readonly folder: string;
  readonly output: Output;
}

async function play(model: string, seed: number, context: Context): Promise<Match> {
  const { options, hasPytorch, folder, output } = context;
  const file = (name: string): string => join(folder, `${model}-${seed}-${name}`);
  const { config, encoder, train, test } = await prepare(model, seed, context);
  await writeFile(file("config.json"), JSON.stringify(config));
  const examples = train.map((example) => encoder.encodeExample(example));
  const groups = groupByDocument(test);
  const documents = groups.map(({ document }) => encoder.encodeDocument(document));
  const task = {
    size: encoder.codec.vocabulary.size,
    examples: examples.map(({ document: { ids, copied }, target }) => ({
      ids,
      copyIds: copied.ids,
      target,
    })),
    test: documents.map(({ ids, copied }) => ({ ids, copyIds: copied.ids })),
    seed,
    ...config.model,
    ...config.training,
    maximumLength: encoder.text.summaryLength,
  };
  await writeFile(file("task.json"), JSON.stringify(task));
  const systems = besidePytorch<Epoch>({
    app: "summarize",
    script: "summarization_pytorch.py",
    config: file("config.json"),
    run: file("run"),
    task: file("task.json"),
    python: options.python,
    threads: options.threads,
    hasPytorch,
    read: epochIn,
  });
  const match: Match = { model, seed, encdec: [], pytorch: [] };
  const pending: Promise<void>[] = [];
  const references = groups.map((group) => group.references);
  await trainInTurns(systems, (name, epoch) => {
    const score = async (): Promise<void> => {
      const { epoch: number, seconds, hypotheses } = epoch;
      const ids: number[][] =
        hypotheses === undefined ? [] : JSON.parse(await readFile(hypotheses, "utf8"));
      const texts = ids.map((row, index) => {
        const document = documents[index] as (typeof documents)[number];
        return encoder.write(encoder.decode(row, document), document);
      });
      const rougeL = epoch.rougeL ?? rouge(texts, references, { stemming: true }).rougeL.f;
      match[name as "encdec" | "pytorch"][number - 1] = { epoch: number, rougeL, seconds };
      output.notice(
        `${model}, seed ${seed}, ${name} epoch ${number}: ROUGE-L ${rougeL.toFixed(1)}, ${seconds.toFixed(0)} s`,
      );
    };
    pending.push(score());
  });
  await Promise.all(pending);
  return match;
}

/** The split of the data in files: both systems are scored on its held-out documents after each epoch. */
async function prepare(
  model: string,
  seed: number,
  { options, folder }: Context,
): Promise<{
  readonly config: SummarizeConfig;
  readonly encoder: SummaryEncoder;
  readonly train: readonly Example[];
  readonly test: readonly Example[];
}> {
  const { small } = presets;
  const split = await loadData({ seed: 1, data: { ...small.data, from: options.data } });
  const [from, held] = [join(folder, "train.jsonl"), join(folder, "test.jsonl")];
  const lines = (examples: readonly Example[]): string =>
    examples.map((example) => `${JSON.stringify(example)}\n`).join("");
  await writeFile(from, lines([...split.train, ...split.validation]));
  await writeFile(held, lines(split.test));
  const config = {
    ...small,
    seed,
    data: { ...small.data, from, markdown: false, validationFile: held, testFile: held },
    model: { ...small.model, ...MODELS[model] },
    training: {
      ...small.training,
      epochs: options.epochs,
      patience: options.epochs,
      warmupSteps: 0,
    },
  };
  const { train, test } = await loadData(config);
  return { config, encoder: SummaryEncoder.fit(config, train), train, test };
}

function epochIn(line: string): Epoch | undefined {
  const [, epoch, score] =
    /^epoch +(\d+)\/\d+ +training loss.* validation rougeL ([\d.]+)/.exec(line) ?? [];
  if (epoch === undefined) return undefined;
  return { epoch: Number(epoch), rougeL: Number(score), apartSeconds: 0 };
}

function cellsOf(epochs: readonly ScoredEpoch[]): string[] {
  if (epochs.length === 0) return ["", ""];
  const best = Math.max(...epochs.map(({ rougeL }) => rougeL));
  const seconds = (epochs.at(-1)?.seconds ?? 0) / epochs.length;
  return [best.toFixed(1), seconds.toFixed(1)];
}
