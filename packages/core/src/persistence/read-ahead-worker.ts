/** The worker thread of `readAhead`: generates values and sends them in chunks, as many as are asked for. */
import { parentPort, workerData } from "node:worker_threads";
import type { ReadAheadStart } from "./read-ahead.ts";

const { module, input, shard, chunkSize, chunksAhead } = workerData as ReadAheadStart;
const port = parentPort;
if (!port) throw new Error("Cannot read ahead: this module must run in a worker thread");

let allowed = chunksAhead;
let wake = (): void => {};
port.on("message", () => {
  allowed++;
  wake();
});

const { default: generate } = (await import(module)) as {
  readonly default: (
    input: unknown,
    shard: ReadAheadStart["shard"],
  ) => AsyncIterable<unknown> | Iterable<unknown>;
};
let values: unknown[] = [];
for await (const value of generate(input, shard)) {
  values.push(value);
  if (values.length < chunkSize) continue;
  while (allowed === 0) {
    await new Promise<void>((resolve) => {
      wake = resolve;
    });
  }
  allowed--;
  port.postMessage({ values, isLast: false });
  values = [];
}
port.postMessage({ values, isLast: true });
