/** Recipe tier: learns to copy, saves, reloads elsewhere, gives the same output; curricula move on and resume. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { tf } from "@encdec/core";
import { decodeSafetensors, RUN_FILES } from "@encdec/core/persistence";
import {
  curriculumState,
  type ExecuteConfig,
  Executor,
  presets,
  trainExecutor,
} from "@encdec/learn-to-execute";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { temporaryFolder } from "../../core/test/temporary-folder.ts";
import { expectSameAfterResume } from "../../core/test/training-bytes.ts";
import { runCommand, runHere } from "./command.ts";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const { tiny } = presets;
const COPY: ExecuteConfig = {
  ...tiny,
  data: { ...tiny.data, from: "copy", length: 3, testExamples: 60 },
  model: { ...tiny.model, direction: "concatenate" },
  training: { ...tiny.training, epochs: 5, batchSize: 32, learningRate: 0.01, patience: 5 },
};

const folder = temporaryFolder();

async function reportsOf(run: string): Promise<{ readonly validation: Record<string, number> }[]> {
  const text = await readFile(join(folder.at(run), RUN_FILES.metrics), "utf8");
  return text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
}

beforeAll(async () => {
  const { executor, evaluation } = await trainExecutor({ config: COPY, run: folder.at("run") });
  executor.dispose();
  expect(evaluation?.cells.at(-1)?.model.exactMatch.score).toBeGreaterThan(80);
});

describe("the pipeline", () => {
  it("gives bit-identical answers and probabilities in another process", async () => {
    const executor = await Executor.load(folder.at("run"));
    const texts = ["123", "907", "44"];
    const executions = await executor.execute(texts);
    expect(executions[1]?.answer).toBe("907");
    const files = await Promise.all(texts.map((text) => folder.file(`${text}.txt`, `${text}\n`)));
    // Alone, as each file is executed: sums over another batch are rounded otherwise.
    const alone = await Promise.all(texts.map((text) => executor.execute([text])));
    const { exitCode, stdout, stderr } = await runCommand([
      ...["--run", folder.at("run"), "--json"],
      ...files,
    ]);
    expect(exitCode, stderr).toBe(0);
    const lines = stdout.trim().split("\n");
    expect(lines.map((line) => JSON.parse(line))).toEqual(alone.flat());
    const saved = decodeSafetensors(await readFile(join(folder.at("run"), RUN_FILES.model)));
    expect(saved).toEqual(executor.model.parameters.read());
    executor.dispose();
  });

  it("holds the same number of tensors after executing", async () => {
    const executor = await Executor.load(folder.at("run"));
    await executor.execute(["1"]);
    const before = tf.memory().numTensors;
    await executor.execute(["1", "22", "333", "4444"], { batchSize: 3 });
    expect(tf.memory().numTensors).toBe(before);
    executor.dispose();
  });

  it("gives a probability that is the product of its characters' and the end's", async () => {
    const executor = await Executor.load(folder.at("run"));
    const [execution] = await executor.execute(["123"]);
    const product = execution?.characters.reduce((part, one) => part * one.probability, 1) ?? 0;
    expect(execution?.probability).toBeLessThanOrEqual(product);
    expect(execution?.probability).toBeGreaterThan(0.2 * product);
    executor.dispose();
  });

  it("scores, draws and writes what evaluate finds", async () => {
    const file = folder.at;
    const command = ["evaluate", "--run", file("run"), "--json", "--quiet", "--length", "4"];
    const { exitCode, stdout, stderr } = await runHere([
      ...command,
      ...["--output", file("answers.jsonl"), "--heat-map", file("map.html"), "--examples", "2"],
    ]);
    expect(exitCode, stderr).toBe(0);
    const { cells, operations, examples } = JSON.parse(stdout);
    const lengths = cells.map(({ length }: { length: number }) => length);
    expect(lengths.slice(-2)).toEqual([3, 4]); // of length 1 perhaps nothing is held out
    expect(operations).toEqual([]);
    expect(examples.right.length).toBeLessThanOrEqual(2);
    const answers = (await readFile(file("answers.jsonl"), "utf8")).trim().split("\n");
    const ofLast = answers
      .map((line) => JSON.parse(line))
      .filter(({ length }) => length === lengths.at(-1));
    const right = ofLast.filter(({ isRight }) => isRight).length;
    expect(cells.at(-1).model.exactMatch.score).toBeCloseTo((100 * right) / ofLast.length, 9);
    expect(cells.at(-1).baselines["last number"].exactMatch.score).toBe(100); // a copy is the last number
    const page = await readFile(file("map.html"), "utf8");
    expect(page.match(/<svg /g)).toHaveLength(2);
    expect(page).toContain(
      `<title>length 4, nesting 1: ${cells.at(-1).model.exactMatch.score.toFixed(1)} %</title>`,
    );
  });
});

describe("a curriculum", () => {
  const flags = [
    ...["--preset", "tiny", "--data", "addition", "--data.length", "3", "--epochs", "8"],
    ...["--curriculum.name", "naive", "--curriculum.patience", "1", "--data.epoch-examples", "600"],
    ...["--curriculum.minimum-improvement", "2", "--data.test-examples", "20"],
    ...["--model.units", "16", "--model.dropout", "0.1", "--training.average-last", "2"],
  ];

  it("moves on by its rule, and ends with the same bytes after Ctrl-C and --resume", async () => {
    const interruptAt = /epoch +5\//;
    await expectSameAfterResume({ runCommand, runHere, folder, flags, interruptAt });

    const reports = await reportsOf("whole");
    const options = {
      curriculum: "naive",
      target: { length: 3, nesting: 1 },
      patience: 1,
      minimumImprovement: 2,
    } as const;
    for (const [count, { validation }] of reports.entries()) {
      const before = reports.slice(0, count).map((report) => report.validation.stageAccuracy ?? 0);
      const { stage, length, nesting } = curriculumState(before, options);
      expect(validation).toMatchObject({ stage, length, nesting });
    }
    expect(reports.at(-1)?.validation.stage).toBeGreaterThan(0);
    const last = reports.at(-1)?.validation;
    if (last?.length === 3) expect(last.stageAccuracy).toBe(last.accuracy);
  });

  it("trains the paper's arrangement, too", async () => {
    const { exitCode, stdout, stderr } = await runHere([
      ...["train", "--run", folder.at("paper"), "--preset", "paper", "--epochs", "2", "--json"],
      ...["--model.units", "12", "--model.embedding-size", "8", "--data.length", "2"],
      ...["--data.nesting", "2", "--data.epoch-examples", "300", "--data.test-examples", "20"],
      ...["--data.validation-examples", "20", "--quiet"],
    ]);
    expect(exitCode, stderr).toBe(0);
    const { cells, operations } = JSON.parse(stdout);
    expect(
      cells.map((cell: { length: number; nesting: number }) => [cell.length, cell.nesting]),
    ).toEqual([
      [1, 1],
      [2, 1],
      [1, 2],
      [2, 2],
    ]);
    const counts = operations.map(({ count }: { count: number }) => count);
    expect(counts.reduce((a: number, b: number) => a + b, 0)).toBe(80);
    const names = [...(await readWeights("paper")).keys()];
    expect(names.filter((name) => name.startsWith("decoder."))).toEqual([]);
  });
});

async function readWeights(run: string): Promise<ReturnType<typeof decodeSafetensors>> {
  return decodeSafetensors(await readFile(join(folder.at(run), RUN_FILES.model)));
}
