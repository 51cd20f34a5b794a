/** Every wrong call ends with one sentence and the right exit code. */
import { existsSync } from "node:fs";
import { loadEngine, Random, RepeatVectorModel, tf } from "@encdec/core";
import { beforeAll, describe, expect, it } from "vitest";
import { refusalBy } from "../../core/test/app-command.ts";
import { temporaryFolder } from "../../core/test/temporary-folder.ts";
import { expectRefusal, runCommand, runHere } from "./command.ts";

const folder = temporaryFolder();
const run = folder.at("run");

function rows(count: number, value: (row: number) => number | string): string[] {
  const dates = Array.from({ length: count }, (_, row) =>
    new Date(Date.UTC(2024, 0, 1 + row)).toISOString().slice(0, 10),
  );
  return ["date,a", ...dates.map((date, row) => `${date},${value(row)}`)];
}

function file(name: string, lines: readonly string[]): Promise<string> {
  return folder.file(name, `${lines.join("\n")}\n`);
}

beforeAll(async () => {
  const command = ["train", "--preset", "tiny", "--epochs", "1", "--run", run, "--quiet"];
  const { exitCode, stderr } = await runHere(command);
  expect(exitCode, stderr).toBe(0);
});

describe("a process", () => {
  it("ends with the exit code that a usage error or a failure has", async () => {
    const expectExit = refusalBy(runCommand);
    await expectExit(["train", "--model.unit", "3"], 2, "unknown option '--model.unit'");
    await expectExit(["forecast", "--run", folder.at("nowhere")], 1, "Cannot load the run");
  });
});

describe("data", () => {
  const train = (path: string, ...args: string[]) => [
    ...["train", "--preset", "tiny", "--run", folder.at("new"), "--data", path],
    ...["--data.targets", "a", "--data.past-covariates", "", ...args],
  ];
  const swapped = rows(40, (row) => row);
  [swapped[9], swapped[10]] = [swapped[10] as string, swapped[9] as string];

  it.each([
    ["text in a number column", rows(40, (row) => (row === 20 ? "many" : row)), 'got "many"'],
    ["a constant column", rows(40, () => 3), "a must change within the training rows, got 3"],
    [
      "fewer rows than a window",
      rows(12, (row) => row % 3),
      "lookback 14 and horizon 7 need 21 rows",
    ],
    ["an infinite value", rows(40, (row) => (row === 20 ? "Infinity" : row)), "Infinity"],
    ["time that runs backwards", swapped, "time must go forwards"],
    ["a missing value", rows(40, (row) => (row === 20 ? "" : row)), "data.missing"],
  ])("with %s", async (name, lines, message) => {
    const path = await file(`${name.replaceAll(" ", "-")}.csv`, lines);
    await expectRefusal(train(path), 1, message);
    expect(existsSync(folder.at("new")), "a run is left behind").toBe(false);
  });

  it("that is not there", () => {
    const path = folder.at("missing.csv");
    return expectRefusal(train(path), 1, `Cannot read ${path}`);
  });

  it("that lacks a column", async () => {
    const path = await file(
      "other.csv",
      rows(40, (row) => row),
    );
    await expectRefusal(train(path, "--data.past-covariates", "b"), 1, 'got "b"');
  });

  it("that is too short to forecast from", async () => {
    const head = "date,temp_max,temp_min,wind,precipitation";
    const lines = rows(5, (row) => row).slice(1);
    const path = await file("short.csv", [head, ...lines.map((line) => `${line},1,2,0`)]);
    const message = "Cannot forecast: at least 14 rows must come before, got 5";
    await expectRefusal(["forecast", "--run", run, "--data", path], 1, message);
  });
});

describe("a call", () => {
  it.each([
    ["an unknown setting", ["train", "--model.unit", "3"], "unknown option '--model.unit'"],
    ["a value out of range", ["train", "--model.units", "0"], "Cannot use model.units: too small"],
    ["an unknown metric", ["train", "--training.metric", "bleu"], "it must be one of loss, mae"],
    [
      "a patch that does not fit",
      ["train", "--model.patch-length", "5"],
      "it must divide window.lookback",
    ],
    ["a picture of another kind", ["evaluate", "--plot", "a.png"], "must end with .svg or .html"],
    ["a file of another kind", ["forecast", "--output", "a.txt"], "must end with .csv or .json"],
    ["a horizon of 0", ["forecast", "--horizon", "0"], "--horizon"],
    ["refit without backtest", ["evaluate", "--refit"], "it belongs to --backtest"],
    [
      "covariates that nothing knows",
      ["forecast", "--future", "a.csv"],
      "must have known covariates",
    ],
  ])("with %s", async (_, args, message) => {
    const unused = folder.at("unused");
    await expectRefusal([...args, "--run", args[0] === "train" ? unused : run], 2, message);
    expect(existsSync(unused), "a run is left behind").toBe(false);
  });

  it("on a run that is not there", async () => {
    const missing = folder.at("nowhere");
    const message = `Cannot load the run ${missing}: config.json is missing; train one first`;
    await expectRefusal(["forecast", "--run", missing], 1, message);
  });
});

it("a target of rank 2 says which shape is needed, and how to get it", async () => {
  await loadEngine();
  const random = Random.fromSeed(1);
  const vectors = { kind: "vectors", features: 1 } as const;
  const model = new RepeatVectorModel(
    {
      source: vectors,
      target: vectors,
      outputLength: 7,
      encoder: { units: 2 },
      decoder: { units: 2 },
    },
    () => random.uniform(),
  );
  tf.tidy(() => {
    const source = { values: tf.zeros<tf.Rank.R3>([4, 21, 1]) };
    const values = tf.zeros([4, 7]) as unknown as tf.Tensor3D;
    expect(() => {
      model.loss({ source, target: { values } });
    }).toThrow(
      "Cannot compare outputs: targets must have shape [4, 7, 1], got [4, 7]; numbers of one feature become [batch, steps, 1] by tf.expandDims(targets, 2)",
    );
  });
  model.dispose();
});
