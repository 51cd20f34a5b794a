/** What is measured: the sizes of whole training steps, and of one decoding step. */

interface Sizes {
  /** One line for people. */
  readonly title: string;
  readonly batch: number;
  readonly units: number;
}

/** The encoder's last state, repeated for every step of the decoder. */
export interface RepeatVectorShape extends Sizes {
  readonly model: "repeat-vector";
  readonly sourceSteps: number;
  readonly targetSteps: number;
  /** Numbers at each source step. */
  readonly features: number;
  /** Numbers at each target step. */
  readonly outputs: number;
  /** Cross-entropy: the source is one-hot and the targets are classes. */
  readonly loss: "cross-entropy" | "squared-error";
  /** The encoder reads in both directions, with `units` each. */
  readonly bidirectional: boolean;
}

/** The encoder's states seed the decoder, which reads the target. */
export interface EncoderDecoderShape extends Sizes {
  readonly model: "encoder-decoder";
  readonly sourceSteps: number;
  readonly targetSteps: number;
  readonly embedding: number;
  readonly vocabulary: number;
  readonly cell: "lstm" | "gru";
  readonly layers: number;
  /** Real steps of each row, all others are padding; without it every step is real. */
  readonly lengths?: { readonly source: readonly number[]; readonly target: readonly number[] };
}

/** One greedy step of a decoder: embedding, LSTM, output layer, most probable token. */
export interface DecoderStepShape extends Sizes {
  readonly model: "decoder-step";
  readonly embedding: number;
  readonly vocabulary: number;
}

export type Shape = RepeatVectorShape | EncoderDecoderShape | DecoderStepShape;

const translate = {
  model: "encoder-decoder",
  batch: 64,
  units: 256,
  embedding: 128,
  vocabulary: 4000,
  cell: "lstm",
  layers: 1,
} as const;

/** The shapes by name, in the order in which they are measured. */
export const SHAPES: Readonly<Record<string, Shape>> = {
  S: {
    title: "addition, 7 -> 4 steps, batch 32, 128 units",
    model: "repeat-vector",
    batch: 32,
    units: 128,
    sourceSteps: 7,
    targetSteps: 4,
    features: 13,
    outputs: 13,
    loss: "cross-entropy",
    bidirectional: false,
  },
  F: {
    title: "forecast, 21 -> 7 steps, batch 32, 100 units, 2 features",
    model: "repeat-vector",
    batch: 32,
    units: 100,
    sourceSteps: 21,
    targetSteps: 7,
    features: 2,
    outputs: 2,
    loss: "squared-error",
    bidirectional: false,
  },
  M: {
    ...translate,
    title: "translate, 12 -> 12 steps, batch 64, 256 units, vocabulary 4,000",
    sourceSteps: 12,
    targetSteps: 12,
  },
  E: {
    title: "execute, 60 -> 8 steps, batch 100, 2 x 400 units, vocabulary 40",
    model: "encoder-decoder",
    batch: 100,
    units: 400,
    sourceSteps: 60,
    targetSteps: 8,
    embedding: 64,
    vocabulary: 40,
    cell: "lstm",
    layers: 2,
  },
  G: {
    ...translate,
    title: "as M with GRU layers",
    cell: "gru",
    sourceSteps: 12,
    targetSteps: 12,
  },
  B: {
    title: "bidirectional, 20 -> 20 steps, batch 64, 2 x 128 units, one-hot 40",
    model: "repeat-vector",
    batch: 64,
    units: 128,
    sourceSteps: 20,
    targetSteps: 20,
    features: 40,
    outputs: 40,
    loss: "cross-entropy",
    bidirectional: true,
  },
  V: {
    ...translate,
    title: "as M with sentences of 6 to 24 tokens, masked",
    sourceSteps: 24,
    targetSteps: 24,
    lengths: { source: lengths(64, 7), target: lengths(64, 5) },
  },
  D: {
    title: "one decoding step, batch 64, 256 units, vocabulary 4,000",
    model: "decoder-step",
    batch: 64,
    units: 256,
    embedding: 128,
    vocabulary: 4000,
  },
};

/** Lengths from 6 to 24, all about equally often, in no order. */
function lengths(rows: number, stride: number): number[] {
  return Array.from({ length: rows }, (_, row) => 6 + ((row * stride) % 19));
}
