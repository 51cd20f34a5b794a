/** Random inputs and weights of recurrent layers, over sizes and forms of use. */
import { tf } from "../src/backend/tf.ts";
import type { Random } from "../src/data/random.ts";
import { normal, type Tensors } from "./compare.ts";

/** What the layer is called with beside its weights. */
export interface Form {
  readonly states?: boolean;
  readonly mask?: "start" | "end" | "anywhere";
  readonly reverse?: boolean;
  readonly dropout?: boolean;
  readonly repeat?: boolean;
  /** The input is a table of which each step reads a row. */
  readonly table?: boolean;
}

const TABLE_ROWS = 7;

export interface Size {
  readonly units: number;
  readonly batch: number;
  readonly steps: number;
}

interface Sizes {
  readonly size: Size;
  readonly form: Form;
  /** Gates of the cell: 4 of an LSTM, 3 of a GRU. */
  readonly gates: number;
  /** Shape of the bias. */
  readonly bias: readonly number[];
}

/** Some rows are all padding. */
function maskOf(kind: NonNullable<Form["mask"]>, { batch, steps }: Size): tf.Tensor2D {
  const isReal = (row: number, step: number): boolean => {
    if (kind === "anywhere") return (row * 7 + step * 3) % 4 !== 0;
    const padding = row % (steps + 1);
    return kind === "end" ? step < steps - padding : step >= padding;
  };
  const values = Array.from({ length: batch * steps }, (_, index) =>
    Number(isReal(Math.floor(index / steps), index % steps)),
  );
  return tf.tensor2d(values, [batch, steps]);
}

/** Rows of a table, one of which nothing reads. */
function idsOf(random: Random, { batch, steps }: Size): tf.Tensor2D {
  const row = (): number => Math.floor(random.uniform() * (TABLE_ROWS - 1));
  return tf.tensor2d(Int32Array.from({ length: batch * steps }, row), [batch, steps], "int32");
}

/** Mask, direction, repetition, ids and recurrent dropout of a form. */
export function optionsOf(random: Random, size: Size, form: Form): Record<string, unknown> {
  const { units, batch, steps } = size;
  const kept = (): number => (random.uniform() < 0.3 ? 0 : 1 / 0.7);
  return {
    mask: form.mask && maskOf(form.mask, size),
    reverse: form.reverse ?? false,
    repeat: form.repeat ? steps : 0,
    ids: form.table ? idsOf(random, size) : undefined,
    recurrentDropout: form.dropout
      ? tf.tensor2d(Float32Array.from({ length: batch * units }, kept), [batch, units])
      : undefined,
  };
}

/** Input, weights and states of a layer. */
export function inputsOf(random: Random, { size, form, gates, bias }: Sizes): Tensors {
  const { units, batch, steps } = size;
  const features = units % 2 === 0 ? 19 : 5;
  const rows = form.table ? [TABLE_ROWS] : form.repeat ? [batch] : [batch, steps];
  const inputShape = [...rows, features];
  const state = (): tf.Tensor => normal(random, [batch, units], 0.5);
  return {
    input: normal(random, inputShape),
    kernel: normal(random, [features, gates * units], 0.4),
    recurrentKernel: normal(random, [units, gates * units], 0.5 / Math.sqrt(units)),
    bias: normal(random, bias, 0.3),
    ...(form.states ? { initialHidden: state() } : {}),
    ...(form.states && gates === 4 ? { initialCell: state() } : {}),
  };
}
