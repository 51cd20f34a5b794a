/** The worker's end of the line protocol: requests on standard input, answers on standard output. */
import { createInterface } from "node:readline";
import { tf } from "@encdec/core";

/** What a worker can do. */
export interface Service {
  /** Name and version of the system. */
  readonly description: string;
  /** One training or decoding step, read back to its end. */
  readonly step: () => void | Promise<void>;
}

/** Answers requests until standard input ends. */
export async function serve({ description, step }: Service): Promise<void> {
  answer({ description });
  const works = { step, product: matrixProduct() };
  for await (const line of createInterface({ input: process.stdin })) {
    const { work, count } = JSON.parse(line) as { work: keyof typeof works; count: number };
    const run = works[work];
    const start = performance.now();
    for (let i = 0; i < count; i++) await run();
    answer({ milliseconds: (performance.now() - start) / count });
  }
}

function answer(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

/** The product of two 1024 x 1024 matrices, for the machine's peak. */
function matrixProduct(): () => void {
  let matrix: tf.Tensor2D | undefined;
  return () =>
    tf.tidy(() => {
      matrix ??= tf.keep(tf.ones([1024, 1024]));
      // One number read back waits for all of them.
      tf.slice(tf.matMul(matrix, matrix), [0, 0], [1, 1]).dataSync();
    });
}
