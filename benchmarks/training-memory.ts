/**
 * Memory while a model trains on a corpus that is streamed from disk: every tenth of the way the resident memory, what JavaScript
 * holds, and the number of tensors.
 *
 *     npm run bench:training-memory -- [--lines 5000000] [--batch-size 500]
 *
 * The corpus is written to a temporary file first. A worker thread reads and encodes it ahead; a shuffle buffer and a window of
 * length buckets are all that is in memory.
 */

import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import {
  describeEngine,
  EncoderDecoder,
  loadEngine,
  padSequences,
  Random,
  shuffleBuffer,
  streamBatches,
  tf,
  tokenTensors,
  train,
} from "@encdec/core";
import { readAhead } from "@encdec/core/persistence";
import { type EncodedLine, FIRST_WORD_ID, WORDS } from "./training-memory-lines.ts";

const MIB = 2 ** 20;
const { values } = parseArgs({
  options: {
    lines: { type: "string", default: "5000000" },
    "batch-size": { type: "string", default: "500" },
  },
});
const lines = Number(values.lines);
const batchSize = Number(values["batch-size"]);
const steps = Math.floor(lines / batchSize);

const folder = await mkdtemp(join(tmpdir(), "encdec-corpus-"));
try {
  const path = join(folder, "corpus.tsv");
  await writeCorpus(path);
  const megabytes = Math.round((await stat(path)).size / MIB);
  console.log(describeEngine(await loadEngine()));
  console.log(`${lines} lines, ${megabytes} MiB, ${steps} steps of ${batchSize} lines`);
  await trainOn(path);
} finally {
  await rm(folder, { recursive: true });
}

/** Lines of two to six words, tab, the same words in reverse. */
async function writeCorpus(path: string): Promise<void> {
  const random = Random.fromSeed(1);
  const file = createWriteStream(path);
  for (let written = 0; written < lines; written += 1000) {
    const chunk = Array.from({ length: Math.min(1000, lines - written) }, () => {
      const words = Array.from(
        { length: 2 + random.integer(5) },
        () => `w${random.integer(WORDS)}`,
      );
      return `${words.join(" ")}\t${words.toReversed().join(" ")}\n`;
    });
    if (!file.write(chunk.join(""))) await once(file, "drain");
  }
  file.end();
  await once(file, "finish");
}

async function trainOn(path: string): Promise<void> {
  const weights = Random.fromSeed(2);
  const tokens = {
    kind: "tokens",
    vocabularySize: FIRST_WORD_ID + WORDS,
    embeddingSize: 16,
  } as const;
  const model = new EncoderDecoder(
    { source: tokens, target: tokens, encoder: { units: 16 }, decoder: { units: 16 } },
    () => weights.uniform(),
  );
  const start = performance.now();
  let peak = 0;
  let first = 0;
  const measure = (step: number): void => {
    const { rss, heapUsed, arrayBuffers } = process.memoryUsage();
    if (step === 10) first = rss;
    peak = Math.max(peak, rss);
    if (step % Math.max(1, Math.floor(steps / 10)) !== 0 && step !== 10) return;
    const mebibytes = [rss, heapUsed, arrayBuffers].map((bytes) => (bytes / MIB).toFixed(0));
    const seconds = ((performance.now() - start) / 1000).toFixed(0);
    console.log(
      `step ${step}  ${seconds} s  resident ${mebibytes[0]} MiB  heap ${mebibytes[1]} MiB  buffers ${mebibytes[2]} MiB  tensors ${tf.memory().numTensors}`,
    );
  };
  const { reports } = await train<EncodedLine[]>({
    parameters: model.parameters,
    optimizer: { learningRate: 0.003, clipNorm: 5 },
    batches: ({ epoch }) => {
      const random = Random.fromSeed(3).fork(`epoch ${epoch}`);
      const read = readAhead<EncodedLine>({
        module: new URL("./training-memory-lines.ts", import.meta.url),
        input: path,
      });
      return streamBatches(shuffleBuffer(read, { size: 100_000, random }), {
        lengths: ({ source }) => [source.length],
        window: 100 * batchSize,
        batchSize,
        random,
      });
    },
    loss: (batch) => model.loss(tensorsOf(batch)),
    tokenCount: (batch) => batch.reduce((sum, { target }) => sum + target.length - 1, 0),
    steps,
    callbacks: [{ onStep: ({ step }) => measure(step) }],
  });
  const grown = Math.round((peak - first) / MIB);
  const loss = reports.at(-1)?.trainingLoss.toFixed(3);
  console.log(`mean loss ${loss}; peak ${Math.round(peak / MIB)} MiB, ${grown} MiB above step 10`);
  model.dispose();
}

function tensorsOf(batch: readonly EncodedLine[]): Parameters<EncoderDecoder["loss"]>[0] {
  return {
    source: tokenTensors(padSequences(batch.map(({ source }) => source))),
    target: tokenTensors(padSequences(batch.map(({ target }) => target))),
  };
}
