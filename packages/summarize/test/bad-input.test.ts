/** Every wrong call ends with one sentence, the right exit code, and nothing lost. */
import { existsSync } from "node:fs";
import { cp, readFile, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { RUN_FILES } from "@encdec/core/persistence";
import { Summarizer } from "@encdec/summarize";
import { beforeAll, describe, expect, it } from "vitest";
import { refusalBy } from "../../core/test/app-command.ts";
import { temporaryFolder } from "../../core/test/temporary-folder.ts";
import { expectRefusal, runCommand, runHere } from "./command.ts";
import { EXAMPLE_LINES } from "./examples.ts";

const folder = temporaryFolder();
const { file } = folder;
const run = folder.at("run");

beforeAll(async () => {
  const data = await file("examples.jsonl", EXAMPLE_LINES);
  const command = ["train", "--preset", "tiny", "--epochs", "1", "--data", data, "--run", run];
  const { exitCode, stderr } = await runHere([...command, "--quiet"]);
  expect(exitCode, stderr).toBe(0);
});

describe("a process", () => {
  it("ends with the exit code that a usage error or a failure has", async () => {
    const expectExit = refusalBy(runCommand);
    await expectExit(["sumarize"], 2, 'there is no verb "sumarize"; allowed are train, evaluate');
    await expectExit(["--run", folder.at("nowhere"), "README.md"], 1, "Cannot load the run");
  });
});

describe("data", () => {
  const train = (...args: string[]) => ["train", "--run", folder.at("new"), ...args];

  it("that is missing", () => {
    const path = folder.at("missing.jsonl");
    return expectRefusal(train("--data", path), 1, `Cannot read ${path}: there is no such file`);
  });

  it("with a line that is no JSON", async () => {
    const path = await file("broken.jsonl", '{"document":"a","summary":"b"}\noops\n');
    await expectRefusal(train("--data", path), 1, `Cannot read ${path}: line 2 must be JSON`);
  });

  it("without the named column", async () => {
    const path = await file("columns.csv", "text,title\na,b\n");
    const message = `Cannot read ${path}: line 1 must name a column "document"`;
    await expectRefusal(train("--data", path), 1, message);
  });

  it("that is too small to split", async () => {
    const path = await file("small.jsonl", '{"document":"a","summary":"b"}\n');
    const message = "Cannot split examples: at least 3 different ones are needed, got 1";
    await expectRefusal(train("--data", path), 1, message);
  });
});

describe("a call", () => {
  it.each([
    ["an unknown verb", ["sumarize"], 'there is no verb "sumarize"; allowed are train, evaluate'],
    ["an unknown flag", ["train", "--modle.units", "3"], "unknown option '--modle.units'"],
    ["an unknown preset", ["train", "--preset", "huge"], "Allowed choices are tiny, small, full"],
    ["a value out of range", ["train", "--text.document-length", "0"], "text.documentLength"],
    [
      "label smoothing of copies",
      ["train", "--training.label-smoothing", "0.1"],
      'Cannot use training.labelSmoothing: with model.copy "pointer" it must be 0, got 0.1',
    ],
    [
      "frozen vectors and weight decay",
      [
        "train",
        "--model.word-vectors.file=x",
        "--model.word-vectors.frozen=true",
        "--training.optimizer=adamw",
      ],
      "Cannot use training.optimizer adamw: it would move the frozen word vectors",
    ],
    ["a run folder that exists", ["train"], "already holds one"],
  ])("with %s", async (name, args, message) => {
    const isUsage = name !== "a run folder that exists";
    const before = await readFile(join(run, RUN_FILES.model));
    const data = args[0] === "train" ? ["--data", folder.at("examples.jsonl")] : [];
    await expectRefusal([...args, ...data, "--run", run], isUsage ? 2 : 1, message);
    expect((await readFile(join(run, RUN_FILES.model))).equals(before)).toBe(true);
  });

  it("with copying without attention", async () => {
    const unused = folder.at("unused");
    const data = ["--data", folder.at("examples.jsonl"), "--run", unused];
    await expectRefusal(["train", "--model.attention=none", ...data], 2, "copy needs attention");
    expect(existsSync(unused), "a run is left behind").toBe(false);
  });

  it("with word vectors that are missing", async () => {
    const vectors = folder.at("missing.txt");
    const command = ["train", "--data", folder.at("examples.jsonl"), "--preset", "tiny"];
    const flags = ["--model.word-vectors.file", vectors, "--run", folder.at("vectors")];
    await expectRefusal([...command, ...flags], 1, `Cannot read ${vectors}`);
  });

  it("that resumes with other settings", async () => {
    const resume = ["train", "--resume", "--run", run];
    const message = `Cannot resume ${run}: text.documentLength must be as before, 30, got 31`;
    await expectRefusal([...resume, "--text.document-length", "31"], 1, message);
    const metric = 'Cannot use training.metric: it must be one of rougeL, loss, got "bleu"';
    await expectRefusal([...resume, "--training.metric", "bleu"], 2, metric);
  });
});

describe("a run folder", () => {
  it("that is not there", async () => {
    const missing = folder.at("nowhere");
    const message = `Cannot load the run ${missing}: config.json is missing`;
    await expectRefusal(["--run", missing, "README.md"], 1, message);
    await expectRefusal(["evaluate", "--run", missing], 1, message);
  });

  it.each([
    [RUN_FILES.model, "model.safetensors cannot be used"],
    [RUN_FILES.sourceVocabulary, "its checksum must be"],
    [RUN_FILES.config, "config.json cannot be used"],
  ])("whose %s is cut off", async (name, message) => {
    const damaged = folder.at(`damaged-${name}`);
    await cp(run, damaged, { recursive: true });
    await truncate(join(damaged, name), 40);
    await expect(Summarizer.load(damaged)).rejects.toThrow(message);
  });

  it("of another task", async () => {
    const other = folder.at("other");
    await cp(run, other, { recursive: true });
    const config = JSON.parse(await readFile(join(other, RUN_FILES.config), "utf8"));
    const text = JSON.stringify({ ...config, task: "translate" });
    await writeFile(join(other, RUN_FILES.config), text);
    const message = 'the run must be of task summarize, got "translate"';
    await expectRefusal(["--run", other, "README.md"], 1, message);
  });

  it("with weights of another model", async () => {
    const other = folder.at("unfit");
    await cp(run, other, { recursive: true });
    const config = JSON.parse(await readFile(join(other, RUN_FILES.config), "utf8"));
    const text = JSON.stringify({ ...config, model: { ...config.model, units: 50 } });
    await writeFile(join(other, RUN_FILES.config), text);
    await expect(Summarizer.load(other)).rejects.toThrow("its weights do not fit");
  });
});
