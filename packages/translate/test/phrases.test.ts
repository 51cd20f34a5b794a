/** Recipe tier: phrases as a trained encoder sees them, in the library and on the command line. */
import { readFile } from "node:fs/promises";
import { padSequences, tf, tokenTensors } from "@encdec/core";
import { presets, type Translator, trainTranslator } from "@encdec/translate";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { temporaryFolder } from "../../core/test/temporary-folder.ts";
import { rankTargets, scorePhrasePairs } from "../src/phrase-scores.ts";
import { PhraseSpace } from "../src/phrase-space.ts";
import { encodePhrases } from "../src/phrase-vectors.ts";
import { runHere } from "./command.ts";
import { TOY_PAIRS } from "./toy-pairs.ts";

const SOURCES = TOY_PAIRS.map(({ source }) => source);

const folder = temporaryFolder();
const run = folder.at("run");
let translator: Translator;

beforeAll(async () => {
  const lines = TOY_PAIRS.map(({ source, target }) => `${source}\t${target}\n`).join("");
  const from = await folder.file("pairs.tsv", lines);
  const { data, model, text, training } = presets.tiny;
  const config = {
    ...presets.tiny,
    data: { ...data, from, limit: undefined, validationShare: 0.1 },
    model: { ...model, layers: 2 },
    text: { ...text, tokenizer: "word" as const },
    training: { ...training, epochs: 40, batchSize: 8, patience: 40 },
  };
  ({ translator } = await trainTranslator({ config, run }));
}, 180_000);
afterAll(() => translator?.dispose()); // there is none when the training failed

const callPhrases = (args: readonly string[]) => runHere(["phrases", "--run", run, ...args]);

async function phrases(...args: string[]): Promise<{ stdout: string; stderr: string }> {
  const { exitCode, stdout, stderr } = await callPhrases(args);
  expect(exitCode, stderr).toBe(0);
  return { stdout, stderr };
}

// biome-ignore lint/suspicious/noExplicitAny: what they hold is what is tested
function jsonLines(text: string): any[] {
  return text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
}

describe("encodePhrases", () => {
  it("gives the last hidden state of the top layer, both directions, whatever stands beside a phrase", async () => {
    const vectors = await encodePhrases(translator, [...SOURCES, "cat"], { batchSize: 7 });
    const ids = translator.encoder.encodeSource("cat").ids;
    const alone = tf.tidy(() => {
      const { states } = translator.model.encode(tokenTensors(padSequences([ids])));
      return states.at(-1)?.hidden.dataSync() as Float32Array;
    });
    expect(alone).toHaveLength(presets.tiny.model.units);
    const last = vectors.at(-1) as Float32Array;
    expect(last).toHaveLength(alone.length);
    for (const [place, value] of alone.entries()) expect(last[place]).toBeCloseTo(value, 5);
  });

  it("gives identical phrases cosine 1, and others less", async () => {
    const twice = ["the red cat", "the wise king", "the red cat"];
    const space = await PhraseSpace.encode(translator, twice, { batchSize: 2 });
    const near = space.neighbours(space.vectors[0] as Float32Array);
    expect(near.map(({ phrase }) => phrase)).toEqual([
      "the red cat",
      "the red cat",
      "the wise king",
    ]);
    expect(near[0]?.cosine).toBeCloseTo(1, 6);
    expect(near[1]?.cosine).toBeCloseTo(1, 6);
    expect(near[2]?.cosine).toBeLessThan(0.99);
  });

  it("leaves no tensors, says how far it is, and stops when asked to", async () => {
    const done: number[] = [];
    const before = tf.memory().numTensors;
    const onProgress = (count: number, total: number) => done.push(count / total);
    const space = await PhraseSpace.encode(translator, SOURCES, { batchSize: 20, onProgress });
    space.neighbours(space.vectors[0] as Float32Array);
    await scorePhrasePairs(translator, TOY_PAIRS, { batchSize: 10 });
    expect(done).toEqual([0.25, 0.5, 0.75, 1]); // of 80
    const signal = AbortSignal.abort(new Error("enough"));
    await expect(encodePhrases(translator, SOURCES, { signal })).rejects.toThrow("enough");
    await expect(scorePhrasePairs(translator, TOY_PAIRS, { signal })).rejects.toThrow("enough");
    expect(tf.memory().numTensors).toBe(before);
  });

  it("refuses phrases that say nothing to the model", async () => {
    await expect(encodePhrases(translator, ["the cat", "qwx pfft"])).rejects.toThrow(
      'Cannot encode "qwx pfft": at least one token must be in the vocabulary, got only unknown ones',
    );
    await expect(encodePhrases(translator, [" "])).rejects.toThrow(
      'Cannot encode " ": at least one token must be in the vocabulary, got none',
    );
  });
});

describe("scorePhrasePairs", () => {
  it("gives the model's loss on each pair", async () => {
    const odd = [
      { source: "cat", target: "le chat rouge le chat rouge" },
      { source: "the red cat", target: "" },
      { source: "the blue cat", target: "le chat bleu" },
    ];
    const pairs = [...TOY_PAIRS, ...odd];
    const scores = await scorePhrasePairs(translator, pairs, { batchSize: 5 });
    expect(scores.map(({ source, target }) => ({ source, target }))).toEqual(pairs);
    for (const [index, { logProbability, tokenCount, ...score }] of scores.entries()) {
      const { source, target } = translator.encoder.encodePair(pairs[index] as (typeof pairs)[0]);
      const loss = tf.tidy(() => {
        const [sources, targets] = [[source], [target]].map((ids) =>
          tokenTensors(padSequences(ids)),
        );
        const batch = { source: sources, target: targets } as Parameters<
          typeof translator.model.loss
        >[0];
        return translator.model.loss(batch).dataSync()[0] as number;
      });
      expect(Math.abs(logProbability + loss)).toBeLessThan(1e-4);
      expect(tokenCount).toBe(target.length - 1);
      expect(score.logProbabilityPerToken).toBeCloseTo(logProbability / tokenCount, 10);
      expect(score.perplexity).toBeCloseTo(Math.exp(-logProbability / tokenCount), 8);
    }
    expect(scores.at(-1)?.unknown).toEqual(["blue", "bleu"]);
    expect(scores[0]?.unknown).toEqual([]);
  });

  it("finds what it was trained on more probable than another phrase's translation", async () => {
    const others = TOY_PAIRS.map(({ source }, index) => ({
      source,
      target: TOY_PAIRS[(index + 7) % TOY_PAIRS.length]?.target as string,
    }));
    const ranked = rankTargets(await scorePhrasePairs(translator, [...others, ...TOY_PAIRS]));
    const first = ranked.filter(({ rank }) => rank === 1);
    expect(first.map(({ source }) => source)).toEqual(SOURCES);
    const right = first.filter(({ target }, index) => target === TOY_PAIRS[index]?.target);
    expect(right.length / TOY_PAIRS.length).toBeGreaterThan(0.9);
    for (let index = 0; index < ranked.length; index += 2) {
      const [best, next] = ranked.slice(index, index + 2);
      expect((best?.share ?? 0) + (next?.share ?? 0)).toBeCloseTo(1, 10);
      const difference = (best?.logProbability ?? 0) - (next?.logProbability ?? 0);
      expect(Math.log((best?.share ?? 0) / (next?.share ?? 0))).toBeCloseTo(difference, 6);
    }
  });
});

describe("the verb phrases", () => {
  it("prints the nearest training sources of each phrase", async () => {
    const { stdout } = await phrases("the red cat", "the wise king", "--neighbours", "3");
    const [head = "", ...rows] = stdout.split("\n");
    expect(head).toMatch(/^phrase +nearest of \d+ +cosine$/);
    expect(rows[0]).toMatch(/^the red cat +the \w+ \w+ +0\.\d{3}$/);
    expect(rows.slice(1, 3).join("\n")).toMatch(
      /^ +the \w+ \w+ +0\.\d{3}\n +the \w+ \w+ +0\.\d{3}$/,
    );
    expect(rows.filter((row) => row.startsWith("the wise king"))).toHaveLength(1);
  });

  it("gives the library's neighbours as JSON lines, of a file's phrases", async () => {
    const from = await folder.file("list.txt", `${SOURCES.join("\n")}\nqwx pfft\n`);
    const { stdout, stderr } = await phrases("the red cat", "--from", from, "--json");
    const [line] = jsonLines(stdout);
    const set = ["the red cat", ...SOURCES.filter((source) => source !== "the red cat")];
    const space = await PhraseSpace.encode(translator, set);
    const [vector] = await encodePhrases(translator, ["the red cat"]);
    const neighbours = space.neighbours(vector as Float32Array, { except: "the red cat" });
    expect(line).toEqual({ phrase: "the red cat", neighbours });
    expect(stderr).toContain("left out 1 phrases of unknown tokens only");
  });

  it("writes the same page and vectors for the same seed", async () => {
    const files = async (name: string, ...args: string[]): Promise<string[]> => {
      const [map, vectors] = [folder.at(`${name}.html`), folder.at(`${name}.tsv`)];
      await phrases("the red cat", "--limit", "18", "--map", map, "--vectors", vectors, ...args);
      return Promise.all([map, vectors].map((path) => readFile(path, "utf8")));
    };
    const [page = "", vectors = ""] = await files("first");
    expect(await files("again")).toEqual([page, vectors]);
    expect((await files("other", "--seed", "9"))[0]).not.toEqual(page);
    expect(page).toContain("<title>the red cat (given)</title>");
    expect(vectors.trimEnd().split("\n").length).toBeGreaterThanOrEqual(18);
    expect(vectors).toMatch(/^the red cat(\t-?[\d.e-]+){64}\n/);
  });

  it("draws a few phrases otherwise, and says so", async () => {
    const from = await folder.file("few.txt", SOURCES.slice(0, 5).join("\n"));
    const map = folder.at("few.html");
    const { stdout, stderr } = await phrases("--from", from, "--map", map);
    expect(stdout).toBe(`${map} shows 5 phrases\n`);
    expect(stderr).toContain("needs at least 16 phrases, got 5: the map shows their two principal");
  });

  it("scores and ranks pairs of arguments and a file", async () => {
    const from = await folder.file(
      "candidates.tsv",
      "the red cat\tle chat rouge\nthe sad dog\tle chien triste\n",
    );
    const given = "the red cat => le roi sage";
    const scored = await phrases("--score", given, "--from", from);
    expect(scored.stdout).toMatch(
      /^source +target +log P +a token +perplexity\nthe red cat +le roi/,
    );
    const { stdout } = await phrases("--rank", given, "--from", from, "--json");
    const lines = jsonLines(stdout);
    expect(lines.map(({ source, target, rank }) => [source, target, rank])).toEqual([
      ["the red cat", "le chat rouge", 1],
      ["the red cat", "le roi sage", 2],
      ["the sad dog", "le chien triste", 1],
    ]);
    const pairs = lines.map(({ source, target }) => ({ source, target }));
    const scores = await scorePhrasePairs(translator, pairs);
    for (const [index, { logProbability }] of lines.entries()) {
      expect(logProbability).toBeCloseTo(scores[index]?.logProbability ?? Number.NaN, 5);
    }
  });

  it("refuses wrong calls and files in a sentence", async () => {
    const unknown = await folder.file("unknown.txt", "qwx\npfft\n");
    const noTab = await folder.file("no-tab.tsv", "cat\tchat\nthe dog\n");
    const missing = folder.at("missing.txt");
    const refusals: [args: string[], message: string][] = [
      [
        [],
        "Cannot compare phrases: give phrases to find neighbours of, --map, --vectors or --score, got none of them",
      ],
      [["--score"], 'Cannot score pairs: give "source => target" or --from FILE, got neither'],
      [["--score", "cat"], 'Cannot score a pair: it must be "source => target", got "cat"'],
      [
        ["--score", "--from", noTab],
        `Cannot read ${noTab}: line 2 must be source, tab, target, got "the dog"`,
      ],
      [
        ["--score", "--map", "x.html"],
        "option '--score' cannot be used with option '--map <file.html>'",
      ],
      [["cat", "--from", missing], `Cannot read ${missing}: there is no such file`],
      [
        ["cat", "--from", unknown],
        `Cannot compare the phrases of ${unknown}: at least one needs a token of the vocabulary, got 2 of unknown ones only`,
      ],
      [
        ["qwx"],
        'Cannot encode "qwx": at least one token must be in the vocabulary, got only unknown ones',
      ],
      [
        ["cat", "--neighbours", "0"],
        'Cannot compare phrases: numbers must be integers from 1 to 2147483647, got "0"',
      ],
      [["cat", "--run", missing], `Cannot load the run ${missing}: config.json is missing`],
    ];
    for (const [args, message] of refusals) {
      const { exitCode, stdout, stderr } = await callPhrases(args);
      expect(stderr).toContain(message);
      expect(stdout).toBe("");
      expect([1, 2]).toContain(exitCode);
    }
  });
});
