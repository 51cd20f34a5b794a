/**
 * The forecaster beside the same model in PyTorch and Darts' BlockRNNModel: same rows, windows, batches and epochs, in turns of one epoch.
 *
 * Seconds are those of training and validation, from when all is loaded and the ridge regression of the linear path is fitted: PyTorch
 * is given the fitted one.
 *
 *     npm run bench:forecasting -- --data ETTh1.csv --python .venv/bin/python --darts --horizons 24,48,96
 */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { fitScaler, loadEngine, scaleValues } from "@encdec/core";
import { formatTable, Output, readWholeNumber } from "@encdec/core/command-line";
import {
  dataOptionsOf,
  evaluate,
  type ForecastConfig,
  Forecaster,
  fitRidge,
  loadData,
  presets,
} from "@encdec/forecast";
import { appCommand } from "../tools/app-command.mjs";
import { Competitor, type EpochLine, trainInTurns } from "./competitor.ts";
import {
  addPeerOptions,
  createBenchmark,
  type PeerOptions,
  readWholeNumbers,
  runBenchmark,
  SEEDS,
} from "./options.ts";
import { PYTORCH, runnable } from "./systems.ts";

/** An epoch of any system. */
interface Epoch extends EpochLine {
  /** Mean squared error of the validation windows, standardised. */
  readonly validation: number;
  /** Of the test windows; the forecaster's are scored at the end. */
  readonly mse?: number;
  readonly mae?: number;
}

/** What a system ends with: the test errors of the epoch with the best validation. */
interface Result {
  readonly horizon: number;
  readonly seed: number;
  readonly system: string;
  readonly mse: number;
  readonly mae: number;
  readonly seconds: number;
}

interface ForecastingOptions extends PeerOptions {
  readonly data: string;
  readonly horizons: readonly number[];
  readonly lookback: number;
  readonly epochs: number;
  readonly seeds: readonly number[];
  readonly darts?: boolean;
}

const DARTS = "Darts BlockRNN";

const program = createBenchmark(
  "bench:forecasting",
  "Trains the forecaster, the same model in PyTorch and Darts' BlockRNNModel in turns",
)
  .requiredOption("--data <file>", "ETTh1.csv, or another file of hours with as many rows")
  .option(
    "--horizons <list>",
    "horizons, a training of each system for each",
    readWholeNumbers("--horizons"),
    [24, 48, 96],
  )
  .option(
    "--lookback <integer>",
    "rows that are read",
    readWholeNumber("--lookback"),
    presets.patched.window.lookback,
  )
  .option(
    "--epochs <integer>",
    "epochs of each",
    readWholeNumber("--epochs"),
    presets.patched.training.epochs,
  )
  .option("--seeds <list>", "seeds, one training of each system for each", ...SEEDS)
  .option("--darts", "Darts' BlockRNNModel, too")
  .action(compare);
await runBenchmark(addPeerOptions(program, { needs: "PyTorch, and Darts for --darts" }));

async function compare(options: ForecastingOptions): Promise<void> {
  const output = new Output(options);
  process.env.ENCDEC_THREADS = String(options.threads);
  const needs: { [name: string]: { readonly pythonPackages: readonly string[] } } = {
    PyTorch: PYTORCH,
    ...(options.darts && { [DARTS]: { pythonPackages: ["torch", "darts"] } }),
  };
  const peers = runnable(needs, { ...options, output });
  const folder = await mkdtemp(join(os.tmpdir(), "encdec-forecasting-"));
  try {
    const results: Result[] = [];
    for (const horizon of options.horizons) {
      for (const seed of options.seeds) {
        const config = configOf(options, { horizon, seed });
        results.push(...(await trainAll(config, { options, peers, folder, output })));
      }
    }
    const rows = results.map(({ horizon, seed, system, mse, mae, seconds }) => [
      ...[String(horizon), String(seed), system, mse.toFixed(4), mae.toFixed(4)],
      seconds > 0 ? seconds.toFixed(1) : "",
    ]);
    output.result(formatTable(["horizon", "seed", "system", "MSE", "MAE", "s"], rows), results);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** What all systems train. */
function configOf(
  options: ForecastingOptions,
  { horizon, seed }: Pick<Result, "horizon" | "seed">,
): ForecastConfig {
  const { patched } = presets;
  const { lookback, epochs } = options;
  return {
    ...patched,
    seed,
    data: { ...patched.data, from: options.data },
    window: { ...patched.window, lookback, horizon },
    training: { ...patched.training, epochs, patience: epochs },
  };
}

async function trainAll(
  config: ForecastConfig,
  context: {
    readonly options: ForecastingOptions;
    readonly peers: readonly string[];
    readonly folder: string;
    readonly output: Output;
  },
): Promise<Result[]> {
  const { options, peers, folder, output } = context;
  const { seed } = config;
  const { horizon } = config.window;
  const file = (name: string): string => join(folder, `${horizon}-${seed}-${name}`);
  await writeFile(file("config.json"), JSON.stringify(config));
  await writeFile(file("task.json"), JSON.stringify(await taskOf(config)));
  const path = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
  const run = file("run");
  const train = ["train", "--preset", "patched", "--config", file("config.json"), "--run", run];
  const python = (...flags: string[]) =>
    new Competitor<Epoch>({
      program: options.python,
      args: [
        path("forecasting_pytorch.py"),
        file("task.json"),
        ...["--threads", String(options.threads)],
        ...flags,
      ],
      stream: "stdout",
      isReady: (line) => line === "ready",
      read: (line) => (line.startsWith("{") ? JSON.parse(line) : undefined),
    });
  const [node, ours] = appCommand("forecast", train);
  const systems = {
    encdec: new Competitor<Epoch>({
      program: node,
      args: ours,
      stream: "stderr",
      isReady: (line) => line.startsWith("linear path:"),
      read: epochIn,
    }),
    ...Object.fromEntries(
      peers.map((name) => [name, python(...(name === DARTS ? ["--darts"] : []))]),
    ),
  };
  await trainInTurns(systems, (name, { epoch, validation, seconds }) => {
    output.notice(
      `horizon ${horizon} seed ${seed} ${name} epoch ${epoch}: validation ${validation.toFixed(4)}, ${seconds.toFixed(1)} s`,
    );
  });
  const others = Object.entries(systems).flatMap(([system, { epochs }]) => {
    if (system === "encdec") return [];
    const best = epochs.reduce((a, b) => (b.validation < a.validation ? b : a));
    const { mse = Number.NaN, mae = Number.NaN } = best;
    return [{ horizon, seed, system, mse, mae, seconds: epochs.at(-1)?.seconds ?? 0 }];
  });
  const seconds = systems.encdec.epochs.at(-1)?.seconds ?? 0;
  return [...(await ownResults(run, { horizon, seed, seconds })), ...others];
}

/** Of the run's best weights, and of the baselines. */
async function ownResults(
  run: string,
  { seconds, ...match }: Pick<Result, "horizon" | "seed" | "seconds">,
): Promise<Result[]> {
  await loadEngine();
  const forecaster = await Forecaster.load(run);
  const data = await loadData(dataOptionsOf(forecaster.config.data));
  const { systems } = evaluate(forecaster, { data });
  forecaster.dispose();
  return systems.map(({ name, scores }) => ({
    ...match,
    system: name === "model" ? "encdec" : name,
    ...scores.standardized,
    seconds: name === "model" ? seconds : 0,
  }));
}

/** Standardised rows, the parts, the linear path, and the sizes of the model. */
async function taskOf(config: ForecastConfig): Promise<object> {
  const data = await loadData(dataOptionsOf(config.data));
  const [series] = data.series;
  if (!series) throw new Error("Cannot compare: the data must have a series, got none");
  const { train, validation, test } = series.split;
  const columns = series.columns.map((column) => {
    const scaled = column.slice();
    scaleValues(
      scaled,
      fitScaler([column.subarray(train.from, train.to)], { scaling: "standard" }),
    );
    return scaled;
  });
  const { lookback, horizon } = config.window;
  const { linearSkip } = config.model;
  const sharing = linearSkip === "shared" ? "shared" : "own";
  const ridge = fitRidge([{ columns, train, validation }], { lookback, horizon, sharing });
  const kernels = sharing === "own" ? ridge.weights : ridge.weights.slice(0, 1);
  const rangeOf = ({ from, to }: typeof train): number[] => [from, to];
  return {
    ...config.model,
    ...config.training,
    lookback,
    horizon,
    seed: config.seed,
    train: rangeOf(train),
    validation: rangeOf(validation),
    test: rangeOf(test),
    skip: kernels.flatMap((kernel) => [...kernel, ...new Float64Array(horizon)]),
    values: Array.from({ length: test.to }, (_, row) => columns.map((column) => column[row])),
  };
}

function epochIn(line: string): Epoch | undefined {
  const [, epoch, loss] =
    /^epoch +(\d+)\/\d+ +training loss.* validation loss ([\d.]+)/.exec(line) ?? [];
  if (epoch === undefined) return undefined;
  return { epoch: Number(epoch), validation: Number(loss), apartSeconds: 0 };
}
