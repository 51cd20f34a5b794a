/** What one step of a decoder said, in typed arrays. */
import { tf } from "../backend/tf.ts";
import type { StepResult } from "./step.ts";

/** What is read of a step. */
export interface ReadOptions {
  /** So many of the most probable tokens of each row, or none; "all" reads every token. */
  readonly top: number | "all";
  /** Tokens of each row whose log-probability is needed in any case. @default none */
  readonly picked?: readonly (readonly number[])[] | undefined;
  /** Reads the attention weights, too. @default false */
  readonly attention?: boolean | undefined;
}

/** Row after row of what was read. */
export interface StepReading {
  /** Tokens read of each row. */
  readonly columns: number;
  /** Best first, `[rows, columns]`; when all tokens were read, in the order of their ids and without this list. */
  readonly ids: Int32Array | undefined;
  /** log P(token), in nats, `[rows, columns]`. */
  readonly logProbabilities: Float32Array;
  /** log P of the tokens that were picked, `[rows, pickedColumns]`. */
  readonly picked: Float32Array;
  readonly pickedColumns: number;
  /** Weights of the source tokens, `[rows, sourceLength]`. */
  readonly attention: Float32Array | undefined;
  readonly sourceLength: number;
}

/**
 * Brings what was asked for to JavaScript.
 *
 * @throws {Error} If the decoder gave NaN, or no attention where it is needed.
 */
export function readStep<States extends tf.TensorContainer>(
  { next, attention }: StepResult<States>,
  options: ReadOptions,
): StepReading {
  if (options.attention && !attention) {
    throw new Error("Cannot decode: attention weights are needed, got a decoder without attention");
  }
  const dense = options.top === "all" || options.picked ? next.logProbabilities() : undefined;
  const best =
    typeof options.top === "number" && options.top > 0 ? next.top(options.top) : undefined;
  const values = best?.logProbabilities ?? (options.top === "all" ? dense : undefined);
  const logProbabilities = values?.dataSync<"float32">() ?? new Float32Array();
  const picked = pick(dense, options.picked ?? []);
  // One NaN among the logits makes the whole row NaN.
  if (logProbabilities.some(Number.isNaN) || picked.values.some(Number.isNaN)) {
    throw new Error("Cannot decode: the decoder gave log-probabilities that are not a number");
  }
  return {
    columns: values?.shape[1] ?? 0,
    ids: best?.ids.dataSync<"int32">(),
    logProbabilities,
    picked: picked.values,
    pickedColumns: picked.columns,
    attention: options.attention ? attention?.dataSync<"float32">() : undefined,
    sourceLength: attention?.shape[1] ?? 0,
  };
}

function pick(
  logProbabilities: tf.Tensor2D | undefined,
  picked: readonly (readonly number[])[],
): { readonly values: Float32Array; readonly columns: number } {
  const columns = Math.max(0, ...picked.map(({ length }) => length));
  if (!logProbabilities || columns === 0) return { values: new Float32Array(), columns };
  const [, vocabularySize] = logProbabilities.shape;
  const places = picked.flatMap((ids, row) =>
    Array.from({ length: columns }, (_, column) => {
      const id = ids[column] ?? 0; // what fills the row up is not read
      if (id >= 0 && id < vocabularySize) return row * vocabularySize + id;
      throw new RangeError(
        `Cannot decode: token ids must be below the vocabulary's size ${vocabularySize}, got ${id}`,
      );
    }),
  );
  const flat = tf.reshape(logProbabilities, [-1]);
  const values = tf.gather(flat, tf.tensor1d(places, "int32")).dataSync<"float32">();
  return { values, columns };
}

/** One token of a row. */
export interface Token {
  readonly id: number;
  readonly logProbability: number;
}

/** The token in a column of a row. */
export function tokenAt(reading: StepReading, row: number, column: number): Token {
  const place = row * reading.columns + column;
  return {
    id: reading.ids ? (reading.ids[place] as number) : column,
    logProbability: reading.logProbabilities[place] as number,
  };
}

/** The attention weights of a row at the first `sourceLength` positions. */
export function attentionOf(
  reading: StepReading,
  row: number,
  sourceLength: number = reading.sourceLength,
): Float32Array | undefined {
  const start = row * reading.sourceLength;
  return reading.attention?.slice(start, start + sourceLength);
}
