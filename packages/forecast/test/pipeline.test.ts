/** Recipe tier: the real command learns a wave, saves, reloads elsewhere, forecasts the same. */
import { readFile } from "node:fs/promises";
import { tf } from "@encdec/core";
import { RUN_FILES } from "@encdec/core/persistence";
import { dataOptionsOf, Forecaster, loadHistory } from "@encdec/forecast";
import { beforeAll, describe, expect, it } from "vitest";
import { temporaryFolder } from "../../core/test/temporary-folder.ts";
import { expectSameAfterResume, expectWeightsBySeed } from "../../core/test/training-bytes.ts";
import { runCommand, runHere } from "./command.ts";

const folder = temporaryFolder();
const run = folder.at("run");
let csv: string;

const ROWS = 240;

function day(row: number): string {
  return new Date(Date.UTC(2024, 0, 1 + row)).toISOString().slice(0, 10);
}

function valueAt(row: number): number {
  return 10 + 4 * Math.sin((2 * Math.PI * row) / 12);
}

async function command(...args: string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await runHere([...args, "--quiet"]);
  expect(exitCode, stderr).toBe(0);
  return stdout;
}

function flagsFor(path: string, more: { readonly [flag: string]: string } = {}): string[] {
  return Object.entries({
    "--preset": "tiny",
    "--data": path,
    "--data.targets": "wave,trend",
    "--data.past-covariates": "",
    "--window.lookback": "24",
    "--window.horizon": "4",
    "--window.stride": "1",
    "--window.calendar": "", // less than a year: it has not been there before
    ...more,
  }).flat();
}

beforeAll(async () => {
  const rows = Array.from({ length: ROWS }, (_, row) => `${day(row)},${valueAt(row)},${row % 7}`);
  csv = await folder.file("wave.csv", `date,wave,trend\n${rows.join("\n")}\n`);
  const more = { "--epochs": "30", "--training.patience": "30", "--training.batch-size": "8" };
  const flags = flagsFor(csv, more);
  await command("train", "--run", run, ...flags);
}, 120_000);

describe("the pipeline", { timeout: 120_000 }, () => {
  it("forecasts a wave that it has learnt, with intervals around it, in another process", async () => {
    const { stdout, stderr } = await runCommand(["forecast", "--run", run, "--json", "--quiet"]);
    expect(stderr).toBe("");
    const records = JSON.parse(stdout);
    expect(records.map(({ time }: { time: string }) => time)).toEqual(
      [0, 1, 2, 3].map((step) => day(ROWS + step)),
    );
    for (const [step, { values }] of records.entries()) {
      const { forecast, lower, upper } = values.wave;
      expect(Math.abs(forecast - valueAt(ROWS + step))).toBeLessThan(1);
      expect(lower).toBeLessThan(forecast);
      expect(upper).toBeGreaterThan(forecast);
    }
    const forecaster = await Forecaster.load(run);
    const { config } = forecaster;
    const before = tf.memory().numTensors;
    const history = await loadHistory(dataOptionsOf(config.data));
    const [own] = await forecaster.forecast(history);
    expect(tf.memory().numTensors).toBe(before);
    // JSON keeps every digit: forecasts are compared bit by bit.
    expect(own?.rows.map(({ values }) => values)).toEqual(
      records.map(({ values }: { values: object }) => values),
    );
    forecaster.dispose();
  });

  it("forecasts as far as it is asked to, with intervals that do not narrow", async () => {
    const stdout = await command("forecast", "--run", run, "--horizon", "10");
    const [head, ...rows] = stdout.trim().split("\n");
    expect(head).toBe("time,wave,wave_lower,wave_upper,trend,trend_lower,trend_upper");
    expect(rows).toHaveLength(10);
    const widths = rows.map((row) => {
      const [, wave, lower, upper] = row.split(",").map(Number);
      expect(Math.abs((wave ?? 0) - 10)).toBeLessThan(6);
      return (upper ?? 0) - (lower ?? 0);
    });
    expect(Math.min(...widths)).toBeGreaterThan(0);
    const again = await command("forecast", "--run", run, "--horizon", "10");
    expect(again).toBe(stdout);
  });

  it("writes forecasts and pictures to files", async () => {
    const file = folder.at;
    const paths = { "--output": file("next.csv"), "--plot": file("next.html") };
    const flags = Object.entries(paths).flat();
    const stdout = await command("forecast", "--run", run, "--hold-out", "4", ...flags);
    expect(await readFile(paths["--output"], "utf8")).toBe(stdout);
    const page = await readFile(paths["--plot"], "utf8");
    expect(page).toContain("<svg ");
    expect(page).toContain("truth");
    await command("forecast", "--run", run, "--plot", file("next.svg"));
    expect(await readFile(file("next.svg"), "utf8")).toMatch(/^<svg .*wave/s);
  });

  it("gives the same bytes for the same seed in another process, and others for another", async () => {
    const flags = flagsFor(csv, { "--epochs": "2" });
    await expectWeightsBySeed({ runCommand, runHere, folder, flags });
  });

  it("ends with the same bytes after Ctrl-C and --resume as without", async () => {
    const more = { "--epochs": "12", "--training.patience": "12", "--model.dropout": "0.2" };
    const files = [RUN_FILES.scaler, RUN_FILES.calibration];
    const [flags, interruptAt] = [flagsFor(csv, more), /epoch +2\//];
    await expectSameAfterResume({ runCommand, runHere, folder, flags, interruptAt, files });
  });

  it("scores the test rows beside all baselines, by step and by variable", async () => {
    const file = folder.at("evaluation.html");
    const evaluation = JSON.parse(
      await command("evaluate", "--run", run, "--json", "--plot", file),
    );
    const names = evaluation.systems.map(({ name }: { name: string }) => name);
    expect(names).toEqual([
      "model",
      "last value",
      expect.stringMatching(/^seasonal naive, \d+ steps$/),
      "drift",
      "mean",
      "ridge",
    ]);
    const [{ scores }] = evaluation.systems;
    expect(scores.mae.perStep).toHaveLength(4);
    expect(scores.mae.perVariable).toHaveLength(2);
    expect(scores.coverage.overall).toBeGreaterThan(70);
    expect(evaluation.verdict).toMatch(/forecasts best: MASE/);
    expect(await readFile(file, "utf8")).toContain("Variables");
    const text = await command("evaluate", "--run", run);
    expect(text).toMatch(/^system +MAE +RMSE +sMAPE +MASE/);
    expect(text).toContain("MAE by step");
    expect(text).toContain("MAE by variable");
  });

  it("rolls the origin, with the model as it is or learnt anew", async () => {
    const backtest = async (of: string, ...flags: string[]) =>
      JSON.parse(await command("evaluate", "--run", of, "--backtest", "--json", ...flags));
    const plain = await backtest(run);
    expect(plain.windows).toBe(12); // 48 test rows, 4 at a time
    expect(plain.backtest).toEqual({ stride: 4, refit: false });
    const short = folder.at("short"); // learnt anew as quickly as it was learnt
    await command("train", "--run", short, ...flagsFor(csv, { "--epochs": "3" }));
    const refitted = await backtest(short, "--refit", "--stride", "44");
    expect(refitted.windows).toBe(2);
    expect(refitted.backtest).toEqual({ stride: 44, refit: true });
    expect(refitted.systems[0].scores.mae.overall).toBeGreaterThan(0);
    const same = await backtest(short, "--stride", "44");
    expect(same.systems[0].scores.mae).not.toEqual(refitted.systems[0].scores.mae);
    expect(same.systems.slice(1)).toEqual(refitted.systems.slice(1));
  });

  it("shows what the data holds, with a picture", async () => {
    const file = folder.at("data.svg");
    const flags = ["--data", csv, "--data.targets", "wave", "--data.past-covariates", ""];
    const text = await command("data", ...flags, "--plot", file);
    expect(text).toContain("rows 240 from 2024-01-01");
    expect(text).toMatch(/wave +0 +6\.0+ .*12 rows/);
    expect(text).toMatch(/[▁▂▃▄▅▆▇█]{30}/);
    expect(await readFile(file, "utf8")).toMatch(/^<svg /);
  });

  it("trains on several series with covariates of every kind, and forecasts with those to come", async () => {
    const price = (row: number): number => (row % 5 === 0 ? 2 : 1);
    const shops = { north: 3, south: 8 };
    const rows = Object.entries(shops).flatMap(([shop, size]) =>
      Array.from(
        { length: 80 },
        (_, row) => `${day(row)},${shop},${size / price(row)},${price(row)},${size},${row % 3}`,
      ),
    );
    const path = await folder.file(
      "shops.csv",
      `date,shop,sales,price,size,visitors\n${rows.join("\n")}\n`,
    );
    const flags = flagsFor(path, {
      "--data.targets": "sales",
      "--data.series-column": "shop",
      "--data.known-covariates": "price",
      "--data.static-covariates": "size",
      "--data.past-covariates": "visitors",
      "--window.lookback": "10",
      "--scaling.scope": "all",
      "--epochs": "40",
      "--training.patience": "40",
    });
    const shopRun = folder.at("shops");
    await command("train", "--run", shopRun, ...flags);
    const missing = await runHere(["forecast", "--run", shopRun, "--quiet"]);
    expect(missing.stderr).toContain(
      "the known covariate price must be given for 4 rows to come, got 0",
    );
    const next = ["north", "south"].flatMap((shop) =>
      Array.from({ length: 4 }, (_, step) => `${day(80 + step)},${shop},${price(80 + step)}`),
    );
    const future = await folder.file("prices.csv", `date,shop,price\n${next.join("\n")}\n`);
    const stdout = await command("forecast", "--run", shopRun, "--future", future);
    const lines = stdout
      .trim()
      .split("\n")
      .slice(1)
      .map((line) => line.split(","));
    expect(lines.map(([shop]) => shop)).toEqual([
      ...Array(4).fill("north"),
      ...Array(4).fill("south"),
    ]);
    const sales = lines.map((line) => Number(line[2]));
    // A dear day sells less than the next, and the large shop more than the small one.
    expect(sales[0]).toBeLessThan(sales[1] ?? 0);
    expect(sales[5]).toBeGreaterThan(sales[1] ?? 0);
  });
});
