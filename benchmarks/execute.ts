/**
 * Learning to execute at the paper's size beside PyTorch: the same batches of programs, trained in turns of one epoch.
 *
 *     npm run bench:execute -- --python .venv/bin/python
 *
 * Ours draws its programs on the way and validates on ten; PyTorch reads ids that were made before, once packed and once padded on the left.
 */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { formatTable, Output, readWholeNumber } from "@encdec/core/command-line";
import {
  CharacterEncoder,
  curriculumState,
  type ExecuteConfig,
  epochBatches,
  presets,
} from "@encdec/learn-to-execute";
import { appCommand } from "../tools/app-command.mjs";
import { Competitor, type EpochLine, trainInTurns } from "./competitor.ts";
import { median } from "./median.ts";
import { addPeerOptions, createBenchmark, type PeerOptions, runBenchmark } from "./options.ts";
import { PYTORCH, runnable } from "./systems.ts";

interface ExecuteBenchOptions extends PeerOptions {
  readonly epochs: number;
  readonly examples: number;
  readonly length: number;
  readonly nesting: number;
}

/** How PyTorch's sources are made equally long, by the system's name. */
const PADDINGS = { "PyTorch, packed": "packed", "PyTorch, padded on the left": "left" } as const;
type PeerName = keyof typeof PADDINGS;

/** Batches of ids, and the characters that are read and written in them. */
interface EpochIds {
  readonly batches: { readonly source: number[][]; readonly target: number[][] }[];
  readonly characters: number;
}

const program = createBenchmark(
  "bench:execute",
  "Trains the paper's LSTM and the same one in PyTorch in turns",
)
  .option(
    "--epochs <integer>",
    "epochs of each; the first does not count",
    readWholeNumber("--epochs", 2),
    6,
  )
  .option("--examples <integer>", "programs of an epoch", readWholeNumber("--examples"), 5000)
  .option("--length <integer>", "most digits of a number", readWholeNumber("--length"), 4)
  .option("--nesting <integer>", "most operations", readWholeNumber("--nesting"), 3)
  .action(compare);
await runBenchmark(addPeerOptions(program, { needs: "PyTorch" }));

async function compare(options: ExecuteBenchOptions): Promise<void> {
  const output = new Output(options);
  process.env.ENCDEC_THREADS = String(options.threads);
  const needs = { "PyTorch, packed": PYTORCH, "PyTorch, padded on the left": PYTORCH };
  const peers = runnable<PeerName>(needs, { ...options, output });
  const folder = await mkdtemp(join(os.tmpdir(), "encdec-execute-"));
  try {
    const config = configOf(options);
    const epochs: EpochIds[] = [];
    for (let epoch = 1; epoch <= options.epochs; epoch++) {
      epochs.push(await idsOf(config, epoch));
    }
    const systems = await competitors(config, epochs, { folder, options, peers });
    await trainInTurns(systems, (name, { epoch, seconds }) =>
      output.notice(`${name} epoch ${epoch}: ${seconds.toFixed(1)} s so far`),
    );
    const rates = Object.entries(systems).map(([name, { epochs: done }]) => ({
      name,
      charactersPerSecond: median(
        done.slice(1).map(({ seconds }, index) => {
          const before = done[index]?.seconds ?? 0;
          return (epochs[index + 1]?.characters ?? 0) / (seconds - before);
        }),
      ),
    }));
    const [ours, ...others] = rates.map(({ charactersPerSecond }) => charactersPerSecond);
    const ratio = others.length === 0 ? undefined : (ours ?? Number.NaN) / Math.max(...others);
    const rows = rates.map(({ name, charactersPerSecond }) => [
      name,
      Math.round(charactersPerSecond).toLocaleString("en"),
    ]);
    const table = formatTable(["system", "characters a second"], rows);
    const conclusion = ratio && `\n\n${ratio.toFixed(2)} times the faster PyTorch`;
    output.result(`${table}${conclusion ?? ""}`, { rates, ratio });
  } finally {
    await rm(folder, { recursive: true });
  }
}

function configOf(options: ExecuteBenchOptions): ExecuteConfig {
  const { paper } = presets;
  const { epochs, examples: epochExamples, length, nesting } = options;
  const data = { ...paper.data, length, nesting, epochExamples };
  return {
    ...paper,
    data: { ...data, validationExamples: 10, testExamples: 10 },
    curriculum: { name: "baseline", patience: 1 },
    training: { ...paper.training, epochs, maxMinutes: undefined },
  };
}

/** The ids of an epoch's batches, as ours draws them. */
async function idsOf(config: ExecuteConfig, epoch: number): Promise<EpochIds> {
  const { length, nesting } = config.data;
  const curriculum = { curriculum: "baseline", target: { length, nesting }, patience: 1 } as const;
  const state = curriculumState([], curriculum);
  const encoder = new CharacterEncoder(config.data.scheme);
  const batches: { source: number[][]; target: number[][] }[] = [];
  let characters = 0;
  for await (const batch of epochBatches(config, encoder, { epoch, state })) {
    batches.push({ source: rowsOf(batch.source), target: rowsOf(batch.target) });
    characters += batch.source.tokenCount + batch.tokenCount;
  }
  return { batches, characters };
}

function rowsOf({ ids, shape }: { ids: Int32Array; shape: readonly number[] }): number[][] {
  const [rows = 0, steps = 0] = shape;
  return Array.from({ length: rows }, (_, row) =>
    [...ids.subarray(row * steps, (row + 1) * steps)].filter((id) => id !== 0),
  );
}

async function competitors(
  config: ExecuteConfig,
  epochs: readonly EpochIds[],
  context: {
    readonly folder: string;
    readonly options: ExecuteBenchOptions;
    readonly peers: readonly PeerName[];
  },
): Promise<{ readonly [name: string]: Competitor<EpochLine> }> {
  const { folder, options, peers } = context;
  const [configFile, taskFile] = [join(folder, "config.json"), join(folder, "task.json")];
  const { size } = new CharacterEncoder(config.data.scheme).vocabulary;
  await writeFile(configFile, JSON.stringify(config));
  const task = { ...config.model, ...config.training, characters: size };
  const ids = { ...task, epochs: epochs.map(({ batches }) => batches) };
  await writeFile(taskFile, JSON.stringify(ids));
  const path = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
  const peer = (name: PeerName): Competitor<EpochLine> =>
    new Competitor({
      program: options.python,
      args: [
        ...[path("execute_pytorch.py"), taskFile],
        ...["--threads", String(options.threads), "--padding", PADDINGS[name]],
      ],
      stream: "stdout",
      read: (line) => JSON.parse(line),
    });
  const run = ["train", "--config", configFile, "--run", join(folder, "run")];
  const [node, ours] = appCommand("learn-to-execute", run);
  return {
    encdec: new Competitor({
      program: node,
      args: ours,
      stream: "stderr",
      isReady: (line) => line.startsWith("data:"),
      read: (line) => {
        const [, epoch] = /^epoch +(\d+)\/\d+ +training loss/.exec(line) ?? [];
        return epoch === undefined ? undefined : { epoch: Number(epoch), apartSeconds: 0 };
      },
    }),
    ...Object.fromEntries(peers.map((name) => [name, peer(name)])),
  };
}
