/** Recipe tier: a run is scored on a file that it has not seen. */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { expectRefusal, runHere } from "./command.ts";

const DAY_MS = 86_400_000;
/** Rows that the run is trained on; the file of the test goes on from there. */
const ROWS = 120;

let folder: string;
let run: string;

interface Rows {
  readonly from: number;
  readonly to: number;
  readonly stepMs?: number;
  readonly names?: readonly string[];
}

async function file(name: string, rows: Rows): Promise<string> {
  const { from, to, stepMs = DAY_MS, names = ["date", "wave", "trend"] } = rows;
  const lines = Array.from({ length: to - from }, (_, index) => {
    const row = from + index;
    const time = new Date(Date.UTC(2024, 0, 1) + row * stepMs).toISOString().slice(0, 16);
    return `${time},${10 + 4 * Math.sin((2 * Math.PI * row) / 12)},${row % 7}`;
  });
  const path = join(folder, name);
  await writeFile(path, `${[names.join(","), ...lines].join("\n")}\n`);
  return path;
}

async function evaluate(...args: string[]) {
  const { exitCode, stdout, stderr } = await runHere([
    ...["evaluate", "--run", run, "--json", "--quiet"],
    ...args,
  ]);
  expect(exitCode, stderr).toBe(0);
  return JSON.parse(stdout);
}

function refuses(args: readonly string[], exitCode: number, message: string): Promise<void> {
  return expectRefusal(["evaluate", "--run", run, ...args], exitCode, message);
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "encdec-test-file-"));
  run = join(folder, "run");
  const path = await file("rows.csv", { from: 0, to: ROWS });
  const { exitCode, stderr } = await runHere([
    ...["train", "--preset", "tiny", "--run", run, "--data", path, "--quiet"],
    ...["--data.targets", "wave,trend", "--data.past-covariates", "", "--window.calendar", ""],
    ...["--window.lookback", "12", "--window.horizon", "4", "--epochs", "2"],
  ]);
  expect(exitCode, stderr).toBe(0);
}, 120_000);
afterAll(() => rm(folder, { recursive: true }));

describe("evaluate --test", { timeout: 120_000 }, () => {
  it("gives the scores of the same rows in the run's own file", async () => {
    const own = await evaluate();
    // The last 24 rows are the test rows; the 12 before them are read.
    const path = await file("tail.csv", { from: ROWS - 36, to: ROWS });
    const found = await evaluate("--test", path);
    expect(found.test).toBe(path);
    expect(found.windows).toBe(own.windows);
    const maeOf = ({ systems }: typeof own, wanted: string): number =>
      systems.find(({ name }: { name: string }) => name === wanted).scores.mae.overall;
    // The season and the drift of a shorter past are others.
    for (const name of ["model", "last value", "mean", "ridge"]) {
      expect(maeOf(found, name), name).toBeCloseTo(maeOf(own, name), 5);
    }
  });

  it("scores rows that came later, with a picture, by a rolling origin, too", async () => {
    const path = await file("later.csv", { from: ROWS, to: ROWS + 44 });
    const picture = join(folder, "later.html");
    const found = await evaluate("--test", path, "--plot", picture);
    expect(found.windows).toBe(44 - 12 - 4 + 1);
    expect(found.systems).toHaveLength(6);
    expect(await readFile(picture, "utf8")).toContain("<svg ");
    const rolled = await evaluate("--test", path, "--backtest");
    expect(rolled.windows).toBe(8);
    expect(rolled.backtest).toEqual({ stride: 4, refit: false });
  });

  it("takes columns by their names", async () => {
    const names = ["date", "wave", "other"];
    const path = await file("other.csv", { from: 0, to: 40, names });
    await refuses(
      ["--test", path],
      1,
      `Cannot read ${path}: its columns must be one of date, wave, other, got "trend"`,
    );
  });

  it("refuses rows of another step of time", async () => {
    const path = await file("hourly.csv", { from: 0, to: 60, stepMs: DAY_MS / 24 });
    const message = `Cannot score on ${path}: its rows must be 1 day apart, as those that the run was trained on, got 1 hour`;
    await refuses(["--test", path], 1, message);
  });

  it("refuses a file shorter than a window", async () => {
    const path = await file("short.csv", { from: 0, to: 15 });
    await refuses(["--test", path], 1, "lookback 12 and horizon 4 need 16 rows");
  });

  it("does not learn from it", async () => {
    const message = "Cannot use --refit: it learns from the run's own rows, got --test later.csv";
    await refuses(["--backtest", "--refit", "--test", "later.csv"], 2, message);
  });
});

it("says how the origin was rolled", { timeout: 120_000 }, async () => {
  const backtest = ["evaluate", "--run", run, "--backtest", "--stride", "20", "--quiet"];
  const plain = await runHere(backtest);
  expect(plain.stdout).toContain("backtest: an origin every 20 rows, the model as it was trained");
  const refitted = await runHere([...backtest, "--refit"]);
  expect(refitted.stdout).toContain(
    "backtest: an origin every 20 rows, the model learnt anew at each from all rows before it",
  );
  expect(refitted.stdout).not.toBe(plain.stdout);
});
