/** Measures systems side by side: in every round each one has its turn, so that all see the same machine. */
import type { Worker } from "./worker.ts";

/** What came out for one system. */
export interface Measurement {
  /** Name and version. */
  readonly description: string;
  /** Mean time of a step in each round. */
  readonly roundsMs: readonly number[];
  /** Time of the fastest 1024 x 1024 x 1024 product. */
  readonly productMs: number;
  readonly peakMemoryMebibytes: number | undefined;
}

// Short and many: the best of them is one that nothing else disturbed.
const ROUND_MS = 250;
const MAX_STEPS = 2000;
const PRODUCTS = 2;

/** How much is measured. */
export interface RoundsOptions {
  readonly rounds: number;
  /** V8 still optimises after a thousand steps; training takes many thousands. */
  readonly warmUpMs: number;
}

/** Runs so many rounds over the workers. */
export async function measureRounds(
  workers: ReadonlyMap<string, Worker>,
  { rounds, warmUpMs }: RoundsOptions,
): Promise<Map<string, Measurement>> {
  const entries = [];
  for (const [system, worker] of workers) {
    const steps = await warmUp(worker, warmUpMs);
    const peakMemoryMebibytes = worker.peakMemoryMebibytes();
    const entry = { system, worker, steps, peakMemoryMebibytes };
    entries.push({ ...entry, roundsMs: [] as number[], productsMs: [] as number[] });
  }
  for (let round = 0; round < rounds; round++) {
    for (const { worker, steps, roundsMs, productsMs } of entries) {
      roundsMs.push(await worker.measure("step", steps));
      productsMs.push(await worker.measure("product", PRODUCTS));
    }
  }
  return new Map(
    entries.map(({ system, worker, roundsMs, productsMs, peakMemoryMebibytes }) => [
      system,
      {
        description: worker.description,
        roundsMs,
        productMs: Math.min(...productsMs),
        peakMemoryMebibytes,
      },
    ]),
  );
}

/** Runs until compilers and caches have settled. @returns Steps that a round takes. */
async function warmUp(worker: Worker, leastMs: number): Promise<number> {
  const start = performance.now();
  let steps = 1;
  do {
    const ms = await worker.measure("step", steps);
    steps = Math.max(1, Math.min(MAX_STEPS, Math.round(ROUND_MS / ms)));
  } while (performance.now() - start < leastMs);
  return steps;
}
