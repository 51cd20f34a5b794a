/** The verb `evaluate`: scores, baselines, comparison of runs, and refusals. */
import { cp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { bleu, chrf, exactMatch, type ScoreInterval, tf } from "@encdec/core";
import { RUN_FILES } from "@encdec/core/persistence";
import {
  compareRuns,
  type Example,
  evaluate,
  loadData,
  presets,
  Translator,
  trainTranslator,
} from "@encdec/translate";
import { beforeAll, describe, expect, it } from "vitest";
import { temporaryFolder } from "../../core/test/temporary-folder.ts";
import { expectRefusal, runHere } from "./command.ts";

const ADJECTIVES = ["rouge", "jaune", "calme", "brave", "triste", "jeune", "rose", "sage"];
const NOUNS = ["chat", "chien", "roi", "arbre", "bus", "poisson", "bateau", "loup", "ours", "sac"];
const VERBS = ["dort", "mange", "court"];
/** Word by word, so that a small model can learn it: `The chat0 rouge0 dort0` to `Le chat rouge dort`. */
const PHRASES = ADJECTIVES.flatMap((adjective) =>
  NOUNS.flatMap((noun) =>
    VERBS.map((verb) => [`the ${noun}a ${adjective}b ${verb}c`, `le ${noun} ${adjective} ${verb}`]),
  ),
);

const folder = temporaryFolder();
const [good, weak] = [folder.at("good"), folder.at("weak")];
let heldOut: { source: string; target: string }[];
let trained: { source: string; target: string }[];

function evaluateRun(...args: string[]) {
  return runHere(["evaluate", "--run", good, "--quiet", ...args]);
}

/** A refused command frees the runs that it has loaded. */
async function expectEvaluateRefusal(
  args: readonly string[],
  exitCode: number,
  message: string,
): Promise<void> {
  const { numTensors } = tf.memory();
  await expectRefusal(["evaluate", "--run", good, ...args], exitCode, message);
  expect(tf.memory().numTensors).toBe(numTensors);
}

async function evaluateJson(...args: string[]) {
  const { exitCode, stdout, stderr } = await evaluateRun("--json", ...args);
  expect(exitCode, stderr).toBe(0);
  return JSON.parse(stdout);
}

function file(name: string, rows: readonly (readonly string[])[]): Promise<string> {
  return folder.file(name, rows.map((row) => `${row.join("\t")}\n`).join(""));
}

beforeAll(async () => {
  const from = await file("phrases.tsv", PHRASES);
  const config = {
    ...presets.tiny,
    data: { ...presets.tiny.data, from, limit: undefined, testShare: 0.2 },
    text: { ...presets.tiny.text, tokenizer: "word" as const, joint: false },
    training: { ...presets.tiny.training, epochs: 12, batchSize: 16 },
  };
  const data = await loadData(config);
  [heldOut, trained] = [data.test, data.train].map((pairs) => [...pairs]) as [Pairs, Pairs];
  for (const [run, epochs] of [[good, 12] as const, [weak, 2] as const]) {
    const training = { ...config.training, epochs };
    const { translator } = await trainTranslator({ config: { ...config, training }, run });
    translator.dispose();
  }
}, 100_000);

type Pairs = typeof heldOut;

describe("scores", () => {
  it("are those of the translations that it writes", async () => {
    const path = folder.at("translations.jsonl");
    const result = await evaluateJson("--output", path, "--beam-size", "3");
    const lines = (await readFile(path, "utf8")).trimEnd().split("\n");
    const examples = lines.map((line): Example => JSON.parse(line));
    expect(examples.map(({ source }) => source)).toEqual(heldOut.map(({ source }) => source));

    const translator = await Translator.load(good);
    const translations = await translator.translate(
      heldOut.map(({ source }) => source),
      { beamSize: 3 },
    );
    translator.dispose();
    const hypotheses = translations.map(({ translation }) => translation);
    expect(examples.map(({ hypothesis }) => hypothesis)).toEqual(hypotheses);

    const references = examples.map((example) => example.references);
    expect(result.model.bleu.score).toBe(bleu(hypotheses, references).score);
    expect(result.model.chrf.score).toBe(chrf(hypotheses, references).score);
    expect(result.model.exactMatch.score).toBe(exactMatch(hypotheses, references));
    expect(result.model.exactMatch.score).toBeGreaterThan(50);
    expect(result.signatures.bleu).toBe(bleu(hypotheses, references).signature);
    const nearest = examples.map((example) => example.nearest);
    expect(result.nearest.bleu.score).toBe(bleu(nearest, references).score);
    expect(result.copy.chrf.score).toBe(
      chrf(
        heldOut.map(({ source }) => source),
        references,
      ).score,
    );
    for (const system of [result.model, result.nearest, result.copy]) {
      for (const { score, lower, upper } of Object.values<ScoreInterval>(system)) {
        expect(lower).toBeLessThanOrEqual(score);
        expect(upper).toBeGreaterThanOrEqual(score);
      }
    }
  });

  it("of a file of the user's own take all references, and tell lengths apart", async () => {
    const [first, second] = heldOut as [Pairs[0], Pairs[0]];
    const test = await file("own.tsv", [
      [first.source, "autre chose", first.target],
      [second.source, "toute autre chose"],
      ["rouge rouge", "rouge rouge"],
      [trained[0]?.source ?? "", "rien de cela"],
    ]);
    const result = await evaluateJson("--test", test, "--examples", "9");
    expect(result).toMatchObject({ run: good, sources: 4, trainedOn: 1 });
    expect(result.copy.exactMatch.score).toBe(25);
    const { ordinary, worst, best } = result.examples;
    expect(ordinary[0].references).toEqual(["autre chose", first.target]);
    expect(result.signatures.bleu).toMatch(/^nrefs:var\|/);
    expect(worst).toHaveLength(4);
    expect(best.map(({ chrf }: Example) => chrf)).toEqual(
      worst.map(({ chrf }: Example) => chrf).reverse(),
    );
    const [short, long] = result.lengths;
    expect(result.lengths).toHaveLength(2);
    expect(short).toMatchObject({ from: 0, to: 2, count: 1 });
    expect(long).toMatchObject({ from: 3, to: 4, count: 3 });
    const { exactMatch: all } = result.model;
    expect(short.scores.exactMatch + 3 * long.scores.exactMatch).toBeCloseTo(4 * all.score, 9);
    const [example] = ordinary;
    expect(example.chrf).toBe(chrf([example.hypothesis], [example.references]).score);
  });

  it("of a TMX file are printed with examples, lengths and a warning about known sources", async () => {
    const units = [...heldOut.slice(0, 3), ...trained.slice(0, 2)].map(
      ({ source, target }) =>
        `<tu><tuv xml:lang="en"><seg>${source}</seg></tuv><tuv xml:lang="fr"><seg>${target}</seg></tuv></tu>`,
    );
    const tmx = `<tmx version="1.4"><body>${units.join("")}</body></tmx>`;
    const test = await folder.file("known.tmx", tmx);
    const command = ["evaluate", "--run", good, "--test", test, "--examples", "1"];
    const { exitCode, stdout, stderr } = await runHere(command);
    expect(exitCode, stderr).toBe(0);
    expect(stderr).toContain("\n2 of 5 sources are among the training sources");
    expect(stdout).toMatch(/^worst translations, with chrF\n *\d+\.\d {2}source +the /);
    expect(stdout.match(/reference +le /g)).toHaveLength(3);
    expect(stdout).toMatch(/score on 5 phrases +model +nearest source +copy\n/);
    expect(stdout).toMatch(/BLEU +\d+\.\d \[ *\d+\.\d, *\d+\.\d\]/);
    expect(stdout).toMatch(/words of the source +count +exact match +BLEU +chrF\n3 to 4 +5 /);
    expect(stdout).toMatch(/BLEU: nrefs:1\|case:mixed/);
  });

  it("stand on the model card with the settings", async () => {
    const card = await readFile(join(good, RUN_FILES.card), "utf8");
    const { model } = await evaluateJson();
    const { score, lower, upper } = model.bleu;
    const cell = `${score.toFixed(1)} (${lower.toFixed(1)} to ${upper.toFixed(1)})`;
    expect(card).toContain(`| BLEU | ${cell} | `);
    expect(card).toContain("| attention | general |");
    expect(card).toContain("direction concatenate |");
    expect(card).toContain("| tokens | word |");
    expect(card).toContain("BLEU: `nrefs:1|case:mixed|eff:no|tok:13a|smooth:exp|");
    const tiny = /npm run translate -- --run \S+ "(.*)"/.exec(card)?.[1];
    expect(tiny).toBe(heldOut[0]?.source);
  });
});

describe("two runs", () => {
  it("are told apart by both tests, whichever comes first", async () => {
    const { exitCode, stdout, stderr } = await evaluateRun("--against", weak, "--examples", "0");
    expect(exitCode, stderr).toBe(0);
    expect(stdout).not.toContain("left out");
    expect(stdout.trimEnd().split("\n").at(-1)).toMatch(
      `${good} is better than ${weak} in exact match (+`,
    );
    const comparison = await runHere([
      "evaluate",
      "--run",
      weak,
      "--against",
      good,
      "--json",
      "--quiet",
    ]).then(({ stdout }) => JSON.parse(stdout).comparison);
    expect(comparison).toMatchObject({ against: good, count: heldOut.length, leftOut: 0 });
    const { bleu } = comparison.differences;
    expect(bleu.difference).toBeCloseTo(bleu.system - bleu.baseline, 9);
    expect(bleu.difference).toBeLessThan(0);
    expect(bleu.pValues.bootstrap).toBeLessThan(0.05);
    expect(bleu.pValues.randomization).toBeLessThan(0.05);
  });

  it("are compared on sources that are new to both", async () => {
    const [system, baseline] = [await Translator.load(good), await Translator.load(weak)];
    const [fresh, known] = [heldOut.slice(0, 20), trained.slice(0, 30)];
    const { examples } = await evaluate(system, { pairs: [...fresh, ...known], training: trained });
    const data = [
      { train: trained.slice(0, 10), validation: [] },
      { train: [], validation: trained.slice(10, 30) },
    ];
    const comparison = await compareRuns(baseline, { examples, data });
    expect(comparison).toMatchObject({ count: 20, leftOut: 30 });
    const right = examples.slice(0, 20).filter((e) => e.references.includes(e.hypothesis));
    expect(comparison.differences.exactMatch.system).toBe((100 * right.length) / 20);

    const itself = await compareRuns(system, { examples, data });
    expect(itself.differences.chrf).toMatchObject({
      difference: 0,
      pValues: { bootstrap: 1, randomization: 1 },
    });
    await expect(compareRuns(baseline, { examples: examples.slice(19), data })).rejects.toThrow(
      "Cannot compare the runs: at least two sources must be new to both, got 1 of 31; --test names a file of others",
    );
    system.dispose();
    baseline.dispose();
  });

  it("must translate the same languages", async () => {
    const german = await copyOf(weak, "german", (config) => {
      config.data.targetLanguage = "de";
    });
    const message = `Cannot compare ${good} with ${german}: both must translate the same languages, got en to fr and en to de`;
    await expectEvaluateRefusal(["--against", german], 1, message);
  });

  it("must both have data that has not changed", async () => {
    const changed = await copyOf(weak, "changed", (config) => {
      config.dataFingerprint = "0123456789abcdef";
    });
    const message = `Cannot evaluate ${changed}: its data must have fingerprint 0123456789abcdef, got `;
    await expectEvaluateRefusal(["--against", changed], 1, message);
  });
});

describe("wrong calls", () => {
  it.each([
    [["--examples", "-1"], 2, '--examples must be a whole number of at least 0, got "-1"'],
    [["--test", "missing.tsv"], 1, "Cannot read missing.tsv: there is no such file"],
    [["--against", "no-run"], 1, "Cannot load the run no-run"],
  ])("%j", expectEvaluateRefusal);
});

async function copyOf(
  run: string,
  name: string,
  // biome-ignore lint/suspicious/noExplicitAny: what a run folder holds is parsed JSON
  change: (config: any) => void,
): Promise<string> {
  const copy = folder.at(name);
  await cp(run, copy, { recursive: true });
  const path = join(copy, RUN_FILES.config);
  const config = JSON.parse(await readFile(path, "utf8"));
  change(config);
  await writeFile(path, JSON.stringify(config));
  return copy;
}
