/** Sets of settings. */
import { createRequire } from "node:module";
import type { ExecuteConfig } from "./config.ts";

/** Names of the presets. */
export type PresetName = "tiny" | "quick" | "small" | "full" | "paper";

const small: ExecuteConfig = {
  seed: 1,
  data: {
    from: "programs",
    length: 2,
    nesting: 2, // harder programs teach what easy ones alone do not: of those there are few, and they are learnt by heart
    scheme: "reversed",
    epochExamples: 30_000,
    validationExamples: 500,
    testExamples: 1000,
    validationShare: 0.1, // by hash of the text: no program is in two sets
    testShare: 0.1,
  },
  curriculum: { name: "mix", patience: 3 },
  model: {
    arrangement: "encoderDecoder",
    initialization: "keras",
    cell: "lstm",
    embeddingSize: 32, // 44 characters need no more
    embeddingLimit: 1, // Keras's 0.05 learns much more slowly
    forgetBias: 1, // Keras's
    units: 192,
    layers: 1,
    direction: "concatenate", // each character is read with what comes before and after it
    attention: "general",
    feeding: "none", // the decoder's steps run in one call
    tiedEmbeddings: "none",
    dropout: 0,
    recurrentDropout: 0,
  },
  training: {
    epochs: 45,
    maxMinutes: 10,
    batchSize: 64,
    learningRate: 0.002,
    schedule: "cosine", // small steps at the end
    clipNorm: 5,
    patience: 45, // the rate falls to its end
    precision: "float32",
  },
};

/** Sets of settings by size. */
export const presets: { readonly [name in PresetName]: ExecuteConfig } = {
  /** Seconds: shows that everything works. */
  tiny: {
    ...small,
    data: {
      ...small.data,
      length: 1,
      nesting: 1,
      epochExamples: 2000,
      validationExamples: 100,
      testExamples: 100,
    },
    model: { ...small.model, units: 64 },
    training: { ...small.training, epochs: 3, learningRate: 0.005 },
  },
  /** Programs of one digit and up to two operations, in about a minute on two cores. */
  quick: {
    ...small,
    data: { ...small.data, length: 1, testExamples: 500 },
    model: { ...small.model, units: 128 },
    training: { ...small.training, epochs: 20, learningRate: 0.004, patience: 20 },
  },
  /** Programs of up to two digits and two operations, in less than 10 minutes on two cores: the default. */
  small,
  /** Programs of up to six digits and three operations: an hour or more, to be resumed. */
  full: {
    ...small,
    data: { ...small.data, length: 6, nesting: 3, epochExamples: 40_000, validationExamples: 300 },
    curriculum: { name: "combined", patience: 2, minimumImprovement: 1, learntAccuracy: 95 },
    model: { ...small.model, embeddingSize: 64, units: 256, layers: 2 },
    training: {
      ...small.training,
      epochs: 75,
      maxMinutes: undefined,
      batchSize: 100,
      learningRate: 0.0015,
      patience: 75,
    },
  },
  /** The arrangement of Zaremba and Sutskever 2015, section 5. */
  paper: {
    ...small,
    data: { ...small.data, length: 4, nesting: 3, scheme: "plain", epochExamples: 20_000 },
    curriculum: { name: "combined", patience: 2, minimumImprovement: 1, learntAccuracy: 95 },
    model: {
      ...small.model,
      arrangement: "oneLstm", // reads the program, then writes the answer
      initialization: "paper", // uniform in ±0.08
      embeddingSize: 400,
      embeddingLimit: 0.08,
      forgetBias: 0,
      units: 400,
      layers: 2,
      direction: "forward",
      attention: "none",
    },
    training: {
      ...small.training,
      epochs: 1000,
      maxMinutes: 90,
      batchSize: 100,
      optimizer: "sgd",
      learningRate: 0.5,
      schedule: "target", // times 0.8 at an accuracy of 95 %
      scheduleFactor: 0.8,
      scheduleTarget: 95,
      metric: "accuracy",
      patience: 1000,
    },
  },
};

/** Version of this package. */
export const VERSION: string = createRequire(import.meta.url)("../package.json").version;
