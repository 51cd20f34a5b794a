import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Random } from "@encdec/core";
import { describe, expect, it } from "vitest";
import { runQuietly } from "../tools/child.mjs";
import { programCommand } from "../tools/program-command.mjs";
import { CHARACTERS, decodeAnswer, encodeSums, makeSums } from "./addition/questions.ts";
import { FIRST_INTEGER_ID, makePairs, textOf } from "./reverse-integers/pairs.ts";

async function run(example: string, ...flags: string[]) {
  const file = fileURLToPath(new URL(join(example, "main.ts"), import.meta.url));
  return runQuietly(...programCommand(file, flags), {});
}

const SMALL: { readonly [example: string]: readonly string[] } = {
  addition: "--digits 1 --examples 27 --scale 0.25 --batch-size 4 --learning-rate 0.01".split(" "),
  "reverse-integers":
    "--highest 3 --maximum-length 3 --examples 300 --held-out 40 --units 16 --batch-size 8 --learning-rate 0.02".split(
      " ",
    ),
};

describe.each(Object.entries(SMALL))("%s", (example, flags) => {
  it("learns, reports every epoch and gives its result as JSON", async () => {
    const { exitCode, stdout, output } = await run(example, ...flags, "--epochs", "3", "--json");
    expect(exitCode, output).toBe(0);
    expect(output).toMatch(/epoch 3\/3/);
    const { best, reports, samples } = JSON.parse(stdout);
    expect(reports.length).toBeGreaterThanOrEqual(3);
    expect(reports.at(-1).trainingLoss).toBeLessThan(reports.at(0).trainingLoss);
    expect(best.validation.exactMatch).toBeGreaterThanOrEqual(0);
    expect(samples.length).toBeGreaterThan(0);
  }, 60_000);

  it("explains itself", async () => {
    const { exitCode, stdout, output } = await run(example, "--help");
    expect(exitCode, output).toBe(0);
    expect(stdout).toContain("--epochs");
  });
});

it.each([
  ["--epochs", "1.5", '--epochs must be a whole number of at least 1, got "1.5"'],
  ["--scale", "0", '--scale must be a number above 0, got "0"'],
  [
    "--epoch",
    "3",
    "unknown option '--epoch' (Did you mean --epochs?); --help lists what is allowed",
  ],
])("an example refuses %s %s", async (flag, value, message) => {
  const refused = await run("addition", flag, value);
  expect(refused).toEqual({
    exitCode: 2,
    stdout: "",
    output: `Cannot run the command: ${message}\n`,
  });
});

describe("sums", () => {
  it("are right, different, and the same for the same seed", () => {
    const sums = makeSums(500, 3, Random.fromSeed(1));
    for (const { question, answer } of sums) {
      const [first, second] = question.split("+").map(Number);
      expect(question).toMatch(/^\d{1,3}\+\d{1,3}$/);
      expect(Number(answer)).toBe((first ?? 0) + (second ?? 0));
    }
    const unordered = sums.map(({ question }) => question.split("+").sort().join());
    expect(new Set(unordered).size).toBe(500);
    expect(makeSums(500, 3, Random.fromSeed(1))).toEqual(sums);
  });

  it("are encoded with the question in reverse, both sides padded", () => {
    const { questions, answers } = encodeSums([{ question: "12+3", answer: "15" }], 2);
    expect([...questions].map((id) => CHARACTERS[id]).join("")).toBe(" 3+21");
    expect(decodeAnswer(answers)).toBe("15");
    expect(answers).toHaveLength(3);
  });

  it("are refused when there are not twice as many as asked for", () => {
    expect(() => makeSums(28, 1, Random.fromSeed(1))).toThrow(
      "Cannot make sums: of 1 digits there must be twice as many as asked for, got 28",
    );
  });
});

describe("sequences of integers", () => {
  it("are as long and as high as asked for, beside their reverse", () => {
    const pairs = makePairs(500, { highest: 5, maximumLength: 4 }, Random.fromSeed(1));
    const lengths = pairs.map(({ source }) => source.length);
    expect([Math.min(...lengths), Math.max(...lengths)]).toEqual([1, 4]);
    const ids = pairs.flatMap(({ source }) => source);
    expect(new Set(ids)).toEqual(new Set([4, 5, 6, 7, 8]));
    for (const { source, target } of pairs)
      expect(target).toEqual([2, ...[...source].reverse(), 3]);
    expect(textOf([FIRST_INTEGER_ID, FIRST_INTEGER_ID + 3])).toBe("0 3");
  });
});
