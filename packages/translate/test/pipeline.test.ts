/** Recipe tier: learns a few phrases by heart, saves, reloads elsewhere, gives the same output. */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { tf } from "@encdec/core";
import { decodeSafetensors, RUN_FILES } from "@encdec/core/persistence";
import {
  type Example,
  presets,
  type TranslateConfig,
  Translator,
  trainTranslator,
} from "@encdec/translate";
import { beforeAll, describe, expect, it } from "vitest";
import { temporaryFolder } from "../../core/test/temporary-folder.ts";
import { expectSameAfterResume, expectWeightsBySeed } from "../../core/test/training-bytes.ts";
import { runCommand, runHere } from "./command.ts";
import { TOY_PAIRS } from "./toy-pairs.ts";

const PHRASES = TOY_PAIRS.map(({ source, target }) => [source, target]);

const folder = temporaryFolder();
const run = folder.at("run");
const PHRASE_LINES = PHRASES.map((pair) => `${pair.join("\t")}\n`).join("");
let config: TranslateConfig;

beforeAll(async () => {
  const from = await folder.file("phrases.tsv", PHRASE_LINES);
  const { data, training } = presets.tiny;
  config = {
    ...presets.tiny,
    data: { ...data, from, limit: undefined, validationShare: 0.15 },
    training: { ...training, epochs: 40, batchSize: 8, patience: 40 },
  };
});

describe("the pipeline", () => {
  it("learns, saves, and gives bit-identical translations and weights in another process", async () => {
    const { translator } = await trainTranslator({ config: { ...config, seed: 1 }, run });
    const sources = PHRASES.map(([source = ""]) => source);
    const translations = await translator.translate(sources);
    const right = translations.filter(({ translation }, i) => translation === PHRASES[i]?.[1]);
    expect(right.length / PHRASES.length).toBeGreaterThan(0.75);

    const { exitCode, stdout, stderr } = await runCommand(["--run", run, "--json", ...sources]);
    expect(exitCode, stderr).toBe(0);
    // JSON keeps every digit: log probabilities are compared bit by bit.
    expect(
      stdout
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line)),
    ).toEqual(translations);
    const saved = decodeSafetensors(await readFile(join(run, RUN_FILES.model)));
    expect(saved).toEqual(translator.model.parameters.read());
    translator.dispose();
  });

  it("gives the same bytes for the same seed in another process, and others for another seed", async () => {
    const flags = Object.entries({
      "--data": config.data.from,
      "--preset": "tiny",
      "--epochs": "3",
      "--data.limit": "40",
    }).flat();
    await expectWeightsBySeed({ runCommand, runHere, folder, flags });
  });

  it("ends with the same bytes after Ctrl-C and --resume as without", async () => {
    const flags = Object.entries({
      "--data": config.data.from,
      "--preset": "tiny",
      "--epochs": "25",
      "--training.patience": "25",
      "--training.average-last": "2",
      "--model.dropout": "0.2",
    }).flat();
    const interruptAt = /epoch +2\//;
    await expectSameAfterResume({ runCommand, runHere, folder, flags, interruptAt });
  });

  it("holds the same number of tensors after translating", async () => {
    const translator = await Translator.load(run);
    await translator.translate(["the red cat"]);
    const before = tf.memory().numTensors;
    await translator.translate(["the red cat", "the calm dog", "", "cat"], { batchSize: 3 });
    expect(tf.memory().numTensors).toBe(before);
    translator.dispose();
  });

  it("translates a phrase alone as in a batch of longer ones", async () => {
    const translator = await Translator.load(run);
    const [alone] = await translator.translate(["cat"]);
    const [, together] = await translator.translate(["the red cat the red dog", "cat"]);
    expect(together?.translation).toBe(alone?.translation);
    expect(together?.logProbability).toBeCloseTo(alone?.logProbability ?? 0, 5);
    translator.dispose();
  });

  it("scores a file of the user's own beside the nearest training source", async () => {
    const test = await folder.file(
      "test.tsv",
      "the red cat\tle chat rouge\tle matou rouge\nthe red pope\tle pape rouge\n",
    );
    const command = ["evaluate", "--run", run, "--test", test, "--json", "--quiet"];
    const { exitCode, stdout, stderr } = await runHere(command);
    expect(exitCode, stderr).toBe(0);
    const { model, nearest, signatures, examples } = JSON.parse(stdout);
    expect(examples.ordinary.map(({ references }: Example) => references)).toEqual([
      ["le chat rouge", "le matou rouge"],
      ["le pape rouge"],
    ]);
    expect(model.exactMatch.score).toBe(50); // of a word that it never saw it knows nothing
    expect(nearest.chrf.score).toBeGreaterThan(0);
    expect(model.chrf.score).toBeGreaterThan(nearest.chrf.score);
    expect(signatures.bleu).toMatch(/^nrefs:var\|case:mixed\|eff:no\|tok:13a\|smooth:exp\|/);
  });

  it("refuses to score on data that has changed since the training", async () => {
    const from = await folder.file("changing.tsv", PHRASE_LINES);
    const own = folder.at("changing");
    const train = ["train", "--preset", "tiny", "--epochs", "1", "--data", from, "--run", own];
    expect((await runHere([...train, "--quiet"])).exitCode).toBe(0);
    await writeFile(from, "one\tun\n", { flag: "a" });
    const { exitCode, stderr } = await runCommand(["evaluate", "--run", own, "--quiet"]);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^Cannot evaluate .*: its data must have fingerprint \w+, got \w+/);
  });

  it("shows what the data holds", async () => {
    const { exitCode, stdout } = await runHere(["data", "--data", config.data.from, "--json"]);
    expect(exitCode).toBe(0);
    const { sets, origin } = JSON.parse(stdout);
    expect(sets.map(({ set }: { set: string }) => set)).toEqual(["train", "validation", "test"]);
    const total = sets.reduce((sum: number, { pairs }: { pairs: number }) => sum + pairs, 0);
    expect(total).toBe(PHRASES.length);
    expect(origin.description).toContain(config.data.from);
  });
});
