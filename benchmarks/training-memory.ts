/**
 * Memory while a model trains on a corpus that is streamed from disk: every tenth of the way the resident memory, what JavaScript
 * holds, and the number of tensors.
 *
 *     npm run bench:training-memory -- --lines 5000000 --batch-size 500
 *
 * The corpus is written to a temporary file first. A worker thread reads and encodes it ahead; a shuffle buffer and a window of
 * length buckets are all that is in memory.
 */

import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
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
import { Output, type OutputOptions, readWholeNumber } from "@encdec/core/command-line";
import { readAhead } from "@encdec/core/persistence";
import { createBenchmark, runBenchmark } from "./options.ts";
import { type EncodedLine, FIRST_WORD_ID, WORDS } from "./training-memory-lines.ts";

const MIB = 2 ** 20;
/** When all that is needed throughout is there. */
const EARLY_STEP = 10;

/** What is held after a step. */
interface Measurement {
  readonly step: number;
  readonly seconds: number;
  readonly residentMebibytes: number;
  readonly heapMebibytes: number;
  readonly bufferMebibytes: number;
  readonly tensors: number;
}

interface TrainingMemoryOptions extends OutputOptions {
  readonly lines: number;
  readonly batchSize: number;
}

const program = createBenchmark(
  "bench:training-memory",
  "Trains on a stream of lines and shows the memory along the way",
)
  .option("--lines <integer>", "lines of the corpus", readWholeNumber("--lines"), 5_000_000)
  .option("--batch-size <integer>", "lines in a step", readWholeNumber("--batch-size"), 500)
  .action(measure);
await runBenchmark(program);

async function measure(options: TrainingMemoryOptions): Promise<void> {
  const { lines, batchSize } = options;
  if (lines < batchSize) {
    throw new RangeError(
      `Cannot measure: --lines must be at least --batch-size, ${batchSize}, got ${lines}`,
    );
  }
  const folder = await mkdtemp(join(tmpdir(), "encdec-corpus-"));
  try {
    const path = join(folder, "corpus.tsv");
    await writeCorpus(path, lines);
    const megabytes = Math.round((await stat(path)).size / MIB);
    const output = new Output(options);
    output.notice(describeEngine(await loadEngine()));
    const steps = Math.floor(lines / batchSize);
    output.notice(`${lines} lines, ${megabytes} MiB, ${steps} steps of ${batchSize} lines`);
    await trainOn(path, { batchSize, steps, output });
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Lines of two to six words, tab, the same words in reverse. */
async function writeCorpus(path: string, lines: number): Promise<void> {
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

interface TrainOptions {
  readonly batchSize: number;
  readonly steps: number;
  readonly output: Output;
}

async function trainOn(path: string, options: TrainOptions): Promise<void> {
  const { batchSize, steps, output } = options;
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
  const early = Math.min(EARLY_STEP, steps);
  const measured: Measurement[] = [];
  let peakMebibytes = 0;
  const watch = (step: number): void => {
    const { rss, heapUsed, arrayBuffers } = process.memoryUsage();
    peakMebibytes = Math.max(peakMebibytes, rss / MIB);
    if (step % Math.max(1, Math.floor(steps / 10)) !== 0 && step !== early) return;
    const now: Measurement = {
      step,
      seconds: (performance.now() - start) / 1000,
      residentMebibytes: rss / MIB,
      heapMebibytes: heapUsed / MIB,
      bufferMebibytes: arrayBuffers / MIB,
      tensors: tf.memory().numTensors,
    };
    measured.push(now);
    output.notice(lineOf(now));
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
    callbacks: [{ onStep: ({ step }) => watch(step) }],
  });
  model.dispose();
  const meanLoss = reports.at(-1)?.trainingLoss;
  const before = measured.find(({ step }) => step === early)?.residentMebibytes ?? 0;
  const grown = (peakMebibytes - before).toFixed(0);
  output.result(
    `mean loss ${meanLoss?.toFixed(3)}; peak ${peakMebibytes.toFixed(0)} MiB, ${grown} MiB above step ${early}`,
    { meanLoss, peakMebibytes, measured },
  );
}

function lineOf(measurement: Measurement): string {
  const { step, seconds, residentMebibytes, heapMebibytes, bufferMebibytes } = measurement;
  return [
    `step ${step}`,
    `${seconds.toFixed(0)} s`,
    `resident ${residentMebibytes.toFixed(0)} MiB`,
    `heap ${heapMebibytes.toFixed(0)} MiB`,
    `buffers ${bufferMebibytes.toFixed(0)} MiB`,
    `tensors ${measurement.tensors}`,
  ].join("  ");
}

function tensorsOf(batch: readonly EncodedLine[]): Parameters<EncoderDecoder["loss"]>[0] {
  return {
    source: tokenTensors(padSequences(batch.map(({ source }) => source))),
    target: tokenTensors(padSequences(batch.map(({ target }) => target))),
  };
}
