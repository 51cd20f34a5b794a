/** Event files for TensorBoard, written by TensorFlow itself. */
import { tf } from "../backend/tf.ts";

/** The part of tfjs-node's backend that `tf.node.summaryFileWriter` calls. */
interface SummaryBackend {
  summaryWriter(folder: string): tf.Tensor1D;
  createSummaryFileWriter(
    writer: tf.Tensor,
    folder: string,
    maximumQueue: number,
    flushMilliseconds: number,
    suffix: string,
  ): void;
  writeScalarSummary(writer: tf.Tensor, step: number, name: string, value: number): void;
  flushSummaryWriter(writer: tf.Tensor): void;
}

/**
 * Writes scalars that `tensorboard --logdir FOLDER` shows.
 *
 * Needs a native engine. A resumed run adds a file; TensorBoard shows all files of a folder together.
 */
export class TensorboardWriter {
  readonly #backend: SummaryBackend;
  readonly #writer: tf.Tensor;

  /** @throws {Error} If the engine is not TensorFlow. */
  constructor(folder: string) {
    if (tf.getBackend() !== "tensorflow") {
      throw new Error(
        `Cannot write TensorBoard files: the engine must be fused or tensorflow, got ${tf.getBackend()}; leave --tensorboard out, the same figures are in metrics.jsonl`,
      );
    }
    const backend = tf.backend() as unknown as SummaryBackend;
    this.#backend = backend;
    this.#writer = tf.tidy(() => {
      const writer = backend.summaryWriter(folder);
      backend.createSummaryFileWriter(writer, folder, 100, 10_000, ".v2");
      return writer;
    });
  }

  /** Adds points at a step; values that are no finite number are left out. */
  write(step: number, scalars: { readonly [name: string]: number }): void {
    // The backend makes tensors of the arguments and forgets them.
    tf.tidy(() => {
      for (const [name, value] of Object.entries(scalars)) {
        if (Number.isFinite(value)) {
          this.#backend.writeScalarSummary(this.#writer, step, name, value);
        }
      }
    });
  }

  /** Writes what is waiting to disk. */
  flush(): void {
    this.#backend.flushSummaryWriter(this.#writer);
  }

  /** Writes what is waiting and closes the file. */
  close(): void {
    this.flush();
    this.#writer.dispose();
  }
}
