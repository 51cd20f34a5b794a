import { loadEngine, meanLoss, Random } from "@encdec/core";
import { beforeAll, describe, expect, it } from "vitest";
import { batchTensors, makeBatches } from "./batches.ts";
import { presets, type SummarizeConfig } from "./config.ts";
import { Summarizer } from "./decode.ts";
import { SummaryEncoder } from "./encode.ts";
import { buildModel } from "./model.ts";

const EXAMPLES = [
  { document: "Lists all teams of octocat in an organization", summary: "List teams of octocat" },
  { document: "Deletes a team", summary: "Delete a team" },
  { document: "Gets", summary: "Get" },
  {
    document: "Lists all gists of hubot that anyone can see, the newest first",
    summary: "List gists",
  },
  { document: "Adds a team to an organization.", summary: "Add a team" },
];
const { tiny } = presets;

function prepare(model: Partial<SummarizeConfig["model"]> = {}) {
  const config = {
    ...tiny,
    model: { ...tiny.model, ...model },
    text: { ...tiny.text, documentLength: 10, summaryLength: 5, minimumCount: 1 },
  };
  const encoder = SummaryEncoder.fit(config, EXAMPLES);
  const random = Random.fromSeed(1);
  return {
    encoder,
    examples: EXAMPLES.map((example) => encoder.encodeExample(example)),
    model: buildModel(config.model, encoder, random),
    config,
  };
}

beforeAll(() => loadEngine());

const FORMS = [
  { padding: "post", batches: "fixed", batchSize: 2 },
  { padding: "pre", batches: "fixed", batchSize: 2 },
  { padding: "pre", batches: "fixed", batchSize: 5 },
  { padding: "post", batches: "buckets", batchSize: 2 },
  { padding: "pre", batches: "buckets", batchSize: 5 },
  { padding: "post", batches: "buckets", batchSize: 1 },
] as const;

describe.each<[string, Partial<SummarizeConfig["model"]>]>([
  ["that points", {}],
  ["that covers", { copy: "coverage", attention: "additive", feeding: "input" }],
  ["with attention", { copy: "none" }],
  ["without attention", { copy: "none", attention: "none" }],
  [
    "that repeats a vector",
    { architecture: "repeat-vector", copy: "none", attention: "none", tiedEmbeddings: "none" },
  ],
])("a model %s", (_, settings) => {
  it("has the same loss for fixed lengths and buckets, padded on either side", () => {
    const { encoder, examples, model } = prepare(settings);
    const losses = FORMS.map(({ batchSize, ...form }) => {
      const options = { batchSize, text: { ...encoder.text, ...form } };
      return meanLoss(
        makeBatches(examples, { ...options, fixedSummaries: model.isFixed || undefined }),
        (batch) => model.loss(batchTensors(batch)),
      );
    });
    for (const loss of losses) expect(loss).toBeCloseTo(losses[0] ?? 0, 5);
    model.dispose();
  });

  it("writes the same summary of a document alone as beside longer ones", async () => {
    const { encoder, model, config } = prepare(settings);
    const summarizer = new Summarizer(config as never, encoder, model);
    const documents = EXAMPLES.map(({ document }) => document);
    const together = await summarizer.summarize(documents, { batchSize: 5 });
    const alone = await summarizer.summarize(documents, { batchSize: 1 });
    for (const [index, { tokens, logProbability }] of alone.entries()) {
      expect(together[index]?.tokens).toEqual(tokens);
      expect(together[index]?.logProbability).toBeCloseTo(logProbability, 4);
    }
    summarizer.dispose();
  });
});

describe("batches", () => {
  const encoder = SummaryEncoder.fit(
    { ...tiny, text: { ...tiny.text, documentLength: 10, summaryLength: 5 } },
    EXAMPLES,
  );
  const examples = EXAMPLES.map((example) => encoder.encodeExample(example));

  it("of fixed lengths all have the same shape but for the last one's rows", () => {
    const batches = makeBatches(examples, { batchSize: 2, text: encoder.text });
    expect(batches.map(({ source, target }) => [source.shape, target.shape])).toEqual([
      [[2, 10], [2, 7]],
      [[2, 10], [2, 7]],
      [[1, 10], [1, 7]],
    ]); // biome-ignore format: a line a batch
  });

  it("of buckets are as long as their longest example", () => {
    const text = { ...encoder.text, batches: "buckets" } as const;
    const batches = makeBatches(examples, { batchSize: 2, text });
    expect(batches.map(({ source: { shape } }) => shape)).toEqual([
      [2, 3],
      [2, 8],
      [1, 10],
    ]);
  });

  it("hold every example once, in another order with another random number", () => {
    const order = (seed: number): number[] =>
      makeBatches(examples, {
        batchSize: 2,
        text: encoder.text,
        random: Random.fromSeed(seed),
      }).flatMap(({ target }) => [...target.ids]);
    expect(order(1)).toEqual(order(1));
    expect(order(2)).not.toEqual(order(1));
    expect([...order(2)].sort()).toEqual([...order(1)].sort());
  });

  it("have no more tokens than allowed", () => {
    const batches = makeBatches(examples, { tokensPerBatch: 34, text: encoder.text });
    expect(batches.map(({ source }) => source.shape[0])).toEqual([2, 2, 1]);
  });
});

it("counts the tokens that are predicted", () => {
  const { encoder, examples, model } = prepare();
  const [batch] = makeBatches(examples.slice(1, 3), { batchSize: 2, text: encoder.text });
  expect(batch?.tokenCount).toBe(4 + 2); // Delete a team </s>, Get </s>
  model.dispose();
});
