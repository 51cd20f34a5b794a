/** The verbs that a user calls with programs, and every wrong call: one sentence, the right exit code, nothing lost. */
import { cp, mkdtemp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { RUN_FILES } from "@encdec/core/persistence";
import { Executor, presets, trainExecutor } from "@encdec/learn-to-execute";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { refusalBy } from "../../core/test/app-command.ts";
import { temporaryFolder } from "../../core/test/temporary-folder.ts";
import { expectRefusal, runCommand, runHere } from "./command.ts";
import { hasPython } from "./python.ts";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const folder = temporaryFolder();
const { file } = folder;
const run = folder.at("run");

beforeAll(async () => {
  const { tiny } = presets;
  const config = {
    ...tiny,
    data: { ...tiny.data, epochExamples: 400, validationExamples: 20, testExamples: 20 },
    training: { ...tiny.training, epochs: 1 },
  };
  const { executor } = await trainExecutor({ config, run });
  executor.dispose();
});

describe("execute", () => {
  it("takes one program from standard input and says how sure it is", async () => {
    const input = "a = 3\nfor x in range(2):\n  a += 4\nprint(a)\n";
    const { exitCode, stdout, stderr } = await runCommand(["--run", run, "--check"], { input });
    expect(exitCode, stderr).toBe(0);
    expect(stdout).toMatch(/^-?\d*\t(right|wrong: the program prints 11)\n$/);
    expect(stderr).toMatch(/\nconfidence \d+ % \((.)* \d+ %\)/);
  });

  it("answers every file that it can read, refuses the others, and fails at the end", async () => {
    const files = [
      await file("sum.py", "print(1 + 2)\n"),
      await file("wrong.py", "a=5\nprint(a/2)\n"),
      folder.at("missing.py"),
      await file("loop.py", "b=2\nfor x in range(3):b-=9\nprint(b)"),
    ];
    const judge = hasPython ? "python" : "evaluator";
    const { exitCode, stdout, stderr } = await runHere([
      ...["execute", ...files, "--run", run, "--check", judge, "--json", "--quiet"],
    ]);
    expect(exitCode).toBe(1);
    const answers = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    const why =
      'Cannot read the program: a character of the language is needed in line 2, column 8, got "/"';
    expect(answers.map(({ expected, error }) => expected ?? error)).toEqual(["3", why, "-25"]);
    expect(answers[0].isRight).toBe(answers[0].answer === "3");
    const sentences = stderr.trim().split("\n");
    expect(sentences[0]).toBe(`${files[1]}: ${why}`);
    expect(sentences[1]).toMatch(/^Cannot read .*missing\.py: ENOENT/);
    expect(sentences).toHaveLength(2);
  });

  it("shows what the data holds", async () => {
    const { exitCode, stdout } = await runHere([
      ...["data", "--preset", "tiny", "--data.length", "2", "--data.nesting", "2", "--json"],
    ]);
    expect(exitCode).toBe(0);
    const { cells, samples } = JSON.parse(stdout);
    expect(cells).toHaveLength(4);
    expect(cells[3].meanSource).toBeGreaterThan(cells[0].meanSource);
    expect(samples).toHaveLength(5);
  });
});

describe("a call", () => {
  it.each([
    ["an unknown judge", ["--check", "perl"], 2, "Allowed choices are evaluator, python"],
    [
      "a file of no picture",
      ["evaluate", "--heat-map", "map.png"],
      2,
      'Cannot run the command: --heat-map takes a file that ends in .svg or .html, got "map.png"',
    ],
    [
      "too much nesting",
      ["evaluate", "--nesting", "11"],
      2,
      "Cannot run the command: --nesting must be at most 10, got 11",
    ],
    ["a run folder that exists", ["train", "--preset", "tiny"], 1, "already holds one"],
    [
      "settings that the run was not made with",
      ["train", "--resume", "--model.units", "65"],
      1,
      "model.units must be as before, 64, got 65",
    ],
    [
      "a metric that is for curricula alone",
      ["train", "--training.metric", "stageAccuracy", "--overwrite"],
      2,
      'Cannot use training.metric: it must be one of exactMatch, accuracy, loss, got "stageAccuracy"',
    ],
  ])("with %s", async (_, args, exitCode, message) => {
    const before = await readFile(join(run, RUN_FILES.model));
    await expectRefusal([...args, "--run", run], exitCode, message);
    expect((await readFile(join(run, RUN_FILES.model))).equals(before)).toBe(true);
  });

  it("gives a process the exit code of a usage error or a failure", async () => {
    const expectExit = refusalBy(runCommand);
    await expectExit(["--check", "perl"], 2, "Allowed choices are evaluator, python");
    await expectExit(["evaluate", "--run", folder.at("nowhere")], 1, "Cannot load the run");
  });

  it("of a generator that has changed since", async () => {
    const changed = folder.at("changed");
    await cp(run, changed, { recursive: true });
    const path = join(changed, RUN_FILES.config);
    const config = JSON.parse(await readFile(path, "utf8"));
    await writeFile(path, JSON.stringify({ ...config, dataFingerprint: "before" }));
    await expectRefusal(
      ["evaluate", "--run", changed],
      1,
      `Cannot evaluate ${changed}: its data must have fingerprint before, got`,
    );
  });
});

describe("a run", () => {
  it.each([
    [RUN_FILES.config, "{", "config.json cannot be used ("],
    [RUN_FILES.config, '{"task":"translate"}', "the run must be of task learn-to-execute"],
    [RUN_FILES.sourceVocabulary, "<pad>\n", "its checksum must be"],
    [RUN_FILES.model, "damaged", "model.safetensors cannot be used ("],
  ])("with a damaged %s is refused", async (name, content, message) => {
    const damaged = await mkdtemp(folder.at("damaged-"));
    await cp(run, damaged, { recursive: true });
    await writeFile(join(damaged, name), content);
    await expect(Executor.load(damaged)).rejects.toThrow(`Cannot load the run ${damaged}: `);
    await expect(Executor.load(damaged)).rejects.toThrow(message);
  });

  it("that is not there is refused", async () => {
    const missing = folder.at("nowhere");
    const message = `Cannot load the run ${missing}: config.json is missing; train one first`;
    await expect(Executor.load(missing)).rejects.toThrow(message);
  });
});
