/** A model of one's own: it reads dates such as "5 May 2021" and writes 2021-05-05. */
import * as encdec from "@encdec/core";

await encdec.loadEngine();
const random = encdec.Random.fromSeed(1);
const pairs = Array.from({ length: 2600 }, () => {
  const date = new Date(2 ** 41 * random.uniform()); // 1970 to 2039
  const read = date.toLocaleDateString("en-GB", { dateStyle: "long", timeZone: "UTC" });
  return { source: [...read], target: [...date.toISOString().slice(0, 10)] };
});
const vocabulary = encdec.Vocabulary.build(pairs.flatMap(({ source, target }) => [source, target]));
const encoded = pairs.map(({ source, target }) => ({
  source: vocabulary.encode(source),
  target: [encdec.START_ID, ...vocabulary.encode(target), encdec.END_ID],
}));
const batches = Array.from({ length: 65 }, (_, index) =>
  encdec.padPairs(encoded.slice(40 * index, 40 * (index + 1))),
);
const tokens = { kind: "tokens", vocabularySize: vocabulary.size, embeddingSize: 32 } as const;
const sides = { source: tokens, target: tokens, encoder: { units: 96 }, decoder: { units: 96 } };
const settings = { ...sides, attention: { score: "general" } } as const;
const model = new encdec.EncoderDecoder(settings, () => random.uniform());
await encdec.train({
  parameters: model.parameters,
  optimizer: { rule: "adam", learningRate: 0.005, clipNorm: 5 },
  batches: () => batches.slice(1), // the first is held out
  loss: (batch) => model.loss(encdec.pairTensors(batch)),
  tokenCount: ({ tokenCount }) => tokenCount,
  epochs: 10,
});
const heldOut = encdec.pairTensors(encdec.padPairs(encoded.slice(0, 40)));
const answers = await encdec.greedySearch({
  ...encdec.tf.tidy(() => model.start(heldOut.source)),
  step: (ids, states, memory) => model.step(ids, states, memory),
  ...{ batchSize: 40, startId: encdec.START_ID, endId: encdec.END_ID, maximumLength: 12 },
});
const written = answers.map(({ ids }) => vocabulary.decode(ids).join(""));
const right = written.filter((text, row) => text === pairs[row]?.target.join(""));
console.log(`${right.length} of 40 dates that it never saw are right, such as ${right[0]}`);
