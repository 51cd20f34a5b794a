/** Worker: beam search and greedy search of @encdec/core over all sentences. */
import { readFileSync, writeFileSync } from "node:fs";
import {
  beamSearch,
  END_ID,
  greedySearch,
  type Hypothesis,
  loadEngine,
  PAD_ID,
  padSequences,
  START_ID,
  tf,
  tokenTensors,
  UNKNOWN_ID,
} from "@encdec/core";
import { decodeSafetensors } from "@encdec/core/persistence";
import { buildModel, type DecodingSettings } from "../decoding-task.ts";
import { serve } from "./serve.ts";

const settings = JSON.parse(process.argv[2] ?? "") as DecodingSettings;
const { name, version } = await loadEngine();
const model = buildModel(0);
model.parameters.write(decodeSafetensors(readFileSync(settings.weights)));
const sources = JSON.parse(readFileSync(settings.sources, "utf8")) as number[][];
await serve({ description: `encdec, ${name} ${version}`, step: translateAll });

async function translateAll(): Promise<void> {
  const hypotheses: (readonly number[])[] = [];
  const packed = model.packDecoder();
  for (let first = 0; first < sources.length; first += settings.batchSize) {
    const batch = await translate(sources.slice(first, first + settings.batchSize), packed);
    hypotheses.push(...batch.map(({ ids }) => ids));
  }
  tf.dispose(packed);
  writeFileSync(settings.output, JSON.stringify(hypotheses));
}

async function translate(
  batch: readonly (readonly number[])[],
  packed: ReturnType<typeof model.packDecoder>,
): Promise<Hypothesis[]> {
  const start = tf.tidy(() => model.start(tokenTensors(padSequences(batch))));
  const options = {
    ...start,
    step: (
      ids: tf.Tensor1D,
      states: typeof start.states,
      memory: typeof start.memory,
    ): ReturnType<typeof model.step> => model.step(ids, states, memory, packed),
    batchSize: batch.length,
    startId: START_ID,
    endId: END_ID,
    maximumLength: settings.maximumLength,
    bannedIds: [PAD_ID, UNKNOWN_ID, START_ID],
  };
  const { beamSize } = settings;
  const found =
    beamSize === 1
      ? await greedySearch(options)
      : (await beamSearch({ ...options, beamSize, stopping: "optimal" })).flat();
  tf.dispose(start);
  return found;
}
