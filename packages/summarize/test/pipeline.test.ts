/** Recipe tier: learns a small language, saves, reloads elsewhere, gives the same output. */
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { tf } from "@encdec/core";
import { decodeSafetensors, RUN_FILES } from "@encdec/core/persistence";
import {
  evaluate,
  loadData,
  presets,
  type SummarizeConfig,
  Summarizer,
  type Summary,
  trainSummarizer,
} from "@encdec/summarize";
import { beforeAll, describe, expect, it } from "vitest";
import { temporaryFolder } from "../../core/test/temporary-folder.ts";
import { expectSameAfterResume, expectWeightsBySeed } from "../../core/test/training-bytes.ts";
import { runCommand, runHere } from "./command.ts";
import { EXAMPLE_LINES, EXAMPLES } from "./examples.ts";

/** One of them in a process of its own, on a machine that may be busy. */
const THREE_TRAININGS_MS = 120_000;

const folder = temporaryFolder();
let config: SummarizeConfig;

beforeAll(async () => {
  const from = await folder.file("examples.jsonl", EXAMPLE_LINES);
  const { data, text, training } = presets.tiny;
  config = {
    ...presets.tiny,
    data: { ...data, from, limit: undefined },
    text: { ...text, documentLength: undefined },
    training: { ...training, epochs: 25, batchSize: 8, patience: 25 },
  };
});

const flagsOf = (epochs: number): string[] =>
  Object.entries({
    "--data": config.data.from,
    "--preset": "tiny",
    "--epochs": String(epochs),
    "--training.patience": String(epochs),
    "--training.batch-size": "8",
  }).flat();

describe("the pipeline", () => {
  it("learns, saves, and gives bit-identical summaries and weights in another process", async () => {
    const run = folder.at("run");
    const { summarizer, evaluation } = await trainSummarizer({ config, run });
    // Names that no training document has: only copying can write them.
    expect(evaluation?.character.model.copiedUnknownNames).toBeGreaterThan(70);
    expect(evaluation?.scores.model.rouge2.score).toBeGreaterThan(60);
    expect(evaluation?.best.differences.rouge1.difference).toBeGreaterThan(7);

    const documents = EXAMPLES.map(({ document }) => document);
    const input = documents.map((document) => `${JSON.stringify({ document })}\n`).join("");
    const { exitCode, stdout, stderr } = await runCommand(["--run", run, "--json"], { input });
    expect(exitCode, stderr).toBe(0);
    const printed = stdout.trim().split("\n");
    const values: Summary[] = printed.map((line) => JSON.parse(line));
    // The same batches; JSON keeps every digit: log probabilities are compared bit by bit.
    const summaries = await summarizer.summarize(documents);
    expect(values.map(({ tokens, logProbability }) => [tokens, logProbability])).toEqual(
      summaries.map(({ tokens, logProbability }) => [tokens, logProbability]),
    );
    const saved = decodeSafetensors(await readFile(join(run, RUN_FILES.model)));
    expect(saved).toEqual(summarizer.model.parameters.read());
    summarizer.dispose();
  });

  it("writes the lengths that it chose into the run, and a card with all baselines", async () => {
    const run = folder.at("run");
    const { text } = JSON.parse(await readFile(join(run, RUN_FILES.config), "utf8"));
    expect([text.documentLength, text.summaryLength]).toEqual([11, 5]);
    const card = await readFile(join(run, RUN_FILES.card), "utf8");
    for (const row of ["| ROUGE-L |", "| nearest document |", "| copied names % |"]) {
      expect(card).toContain(row.slice(1, -1).trim());
    }
  });

  it(
    "gives the same bytes for the same seed in another process, and others for another seed",
    async () => {
      await expectWeightsBySeed({ runCommand, runHere, folder, flags: flagsOf(2) });
    },
    THREE_TRAININGS_MS,
  );

  it(
    "ends with the same bytes after Ctrl-C and --resume as without",
    async () => {
      const flags = [...flagsOf(20), "--model.dropout", "0.2", "--text.batches", "buckets"];
      const interruptAt = /epoch +2\//;
      await expectSameAfterResume({ runCommand, runHere, folder, flags, interruptAt });
    },
    THREE_TRAININGS_MS,
  );

  it("holds the same number of tensors after summarizing", async () => {
    const summarizer = await Summarizer.load(folder.at("run"));
    const documents = EXAMPLES.slice(0, 3).map(({ document }) => document);
    await summarizer.summarize(documents, { origins: true });
    const before = tf.memory().numTensors;
    await summarizer.summarize([...documents, "", "team"], { batchSize: 2, origins: true });
    expect(tf.memory().numTensors).toBe(before);
    summarizer.dispose();
  });

  it.each<[string, Partial<SummarizeConfig["model"]>, Partial<SummarizeConfig["text"]>]>([
    ["attention", { copy: "none" }, {}],
    ["coverage", { copy: "coverage", attention: "additive" }, { padding: "pre" }],
    ["plain", { copy: "none", attention: "none" }, { cut: "start" }],
    [
      "repeat-vector",
      { architecture: "repeat-vector", copy: "none", attention: "none", tiedEmbeddings: "none" },
      { batches: "buckets" },
    ],
    ["byte-pairs", {}, { tokenizer: "bytePair", merges: 100, lowercase: false }],
  ])("trains, saves and evaluates the variant %s", async (name, model, text) => {
    const run = folder.at(name);
    const { summarizer, evaluation } = await trainSummarizer({
      config: {
        ...config,
        model: { ...config.model, ...model },
        text: { ...config.text, ...text },
        training: { ...config.training, epochs: 1 },
      },
      run,
    });
    summarizer.dispose();
    const loaded = await Summarizer.load(run);
    const { train: training, test: examples } = await loadData(loaded.config);
    const again = await evaluate(loaded, { examples, training });
    expect(again).toEqual(evaluation);
    loaded.dispose();
  });

  it("starts from word vectors, says how many words have one, and needs the file no longer", async () => {
    const file = folder.at("vectors.txt");
    const numbers = Array.from({ length: 32 }, (_, index) => String(index / 10)).join(" ");
    await writeFile(file, `team ${numbers}\nthe ${numbers}\n`);
    const run = folder.at("vectors");
    const notices: string[] = [];
    const { summarizer } = await trainSummarizer({
      config: {
        ...config,
        model: { ...config.model, wordVectors: { file, frozen: true } },
        training: { ...config.training, epochs: 1 },
      },
      run,
      onNotice: (text) => notices.push(text),
    });
    summarizer.dispose();
    const found = /^word vectors: \d+\.\d % of the vocabulary found, which stay frozen$/;
    expect(notices.filter((notice) => found.test(notice))).toHaveLength(1);
    await rm(file);
    const loaded = await Summarizer.load(run);
    const values = loaded.model.parameters.read().get("encoder.embeddings")?.values;
    const id = loaded.encoder.codec.vocabulary.id("team");
    expect(values?.slice(32 * id, 32 * id + 3)).toEqual(Float32Array.of(0, 0.1, 0.2));
    loaded.dispose();
  });

  it("scores a file of the user's own, all summaries of a document its references", async () => {
    const test = folder.at("test.csv");
    const document = "Returns the team of kivo-999. Needs a token.";
    await writeFile(
      test,
      `document,summary\n"${document}",something else\n"${document}",Get the team of kivo-999\n`,
    );
    const run = folder.at("run");
    const output = folder.at("summaries.jsonl");
    const command = ["evaluate", "--run", run, "--test", test, "--json", "--quiet"];
    const { exitCode, stdout, stderr } = await runHere([...command, "--output", output]);
    expect(exitCode, stderr).toBe(0);
    const { documents, examples } = JSON.parse(stdout);
    expect(documents).toBe(1);
    expect(examples.best[0].references).toEqual(["something else", "Get the team of kivo-999"]);
    const [written] = (await readFile(output, "utf8")).trim().split("\n");
    expect(JSON.parse(written ?? "").hypothesis).toBe(examples.best[0].hypothesis);
  });

  it("refuses to score on data that has changed since the training", async () => {
    const from = folder.at("changing.jsonl");
    await writeFile(from, EXAMPLE_LINES);
    const run = folder.at("changing");
    const train = ["train", "--preset", "tiny", "--epochs", "1", "--data", from, "--run", run];
    expect((await runHere([...train, "--quiet"])).exitCode).toBe(0);
    await writeFile(from, '{"document":"a new one","summary":"new"}\n', { flag: "a" });
    const { exitCode, stderr } = await runHere(["evaluate", "--run", run, "--quiet"]);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^Cannot evaluate .*: its data must have fingerprint \w+, got \w+/);
  });

  it("shows what the data holds, and what fixed lengths cut", async () => {
    const data = ["data", "--data", config.data.from, "--text.document-length", "9"];
    const { exitCode, stdout } = await runHere([...data, "--baselines", "--json"]);
    expect(exitCode).toBe(0);
    const { sets, lengths, baselines } = JSON.parse(stdout);
    const total = sets.reduce(
      (sum: number, { examples }: { examples: number }) => sum + examples,
      0,
    );
    expect(total).toBe(EXAMPLES.length);
    const { distribution, chosen } = lengths.document;
    expect(chosen).toMatchObject({ length: 9, cutPercent: 100 });
    expect(distribution.longest).toBe(11);
    expect(baselines.firstSentence.rouge1).toBeGreaterThan(50);
    const text = await runHere([...data, "--quiet"]);
    expect(text.stdout).toMatch(/tokens of documents: 10\.\d on average, 11 at most/);
    expect(text.stdout).toMatch(/9 +used +100\.0/);
  });
});
