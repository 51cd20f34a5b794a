/** Attention, encoder-decoders, copying and pointing against PyTorch: values, losses and gradients. */
import { beforeAll, describe, expect, it } from "vitest";
import { expectGolden, type GoldenArray, goldenTensor, readGolden } from "../../test/golden.ts";
import { loadEngine } from "../backend/engine.ts";
import { tf } from "../backend/tf.ts";
import { gatherRows } from "../decoding/row-trees.ts";
import { Scorer } from "./attention/scorer.ts";
import type { AttentionConfig, EncoderDecoderConfig, PointerNetworkConfig } from "./config.ts";
import { EncoderDecoder, type SequencePair } from "./encoder-decoder.ts";
import { Parameters } from "./parameters.ts";
import { PointerNetwork } from "./pointer-network.ts";
import { WeightSource } from "./weight-source.ts";

type Arrays = Readonly<Record<string, GoldenArray>>;

interface ModelCase {
  readonly config: EncoderDecoderConfig;
  readonly weights: Arrays;
  readonly logProbabilities: GoldenArray;
  readonly attention?: GoldenArray;
  readonly loss: number;
  readonly gradients: Arrays;
}

interface CopyCase extends Omit<ModelCase, "logProbabilities"> {
  readonly probabilities: GoldenArray;
  readonly copyIds: number[][];
  readonly target: number[][];
}

interface PointerCase extends Omit<CopyCase, "config" | "copyIds"> {
  readonly config: PointerNetworkConfig;
  readonly source: GoldenArray;
  readonly targetMask: GoldenArray;
}

interface ScoreCase {
  readonly units: number;
  readonly inputs: { readonly queries: GoldenArray; readonly memory: GoldenArray };
  readonly mask: GoldenArray;
  readonly weights: Arrays;
  readonly lossWeights: { readonly context: GoldenArray; readonly weights: GoldenArray };
  readonly context: GoldenArray;
  readonly shares: GoldenArray;
  readonly gradients: Arrays;
}

const golden = readGolden<{
  source: number[][];
  sourceMask: GoldenArray;
  target: number[][];
  targetMask: GoldenArray;
  scores: Record<AttentionConfig["score"], ScoreCase>;
  models: Record<string, ModelCase>;
  copy: CopyCase;
  pointer: PointerCase;
}>("attention/golden.json");

beforeAll(() => loadEngine());

describe.each(Object.entries(golden.scores))("%s score", (score, values) => {
  it("gives the same context, weights and gradients", () => {
    const parameters = new Parameters();
    const { queries, memory } = values.inputs;
    const [queryUnits, memorySize] = [queries.shape[2] as number, memory.shape[2] as number];
    const scorer = new Scorer(
      makeSource(parameters),
      { score: score as AttentionConfig["score"], units: values.units, feeding: "none" },
      { queryUnits, memorySize, coverage: false },
    );
    write(parameters, values.weights);
    tf.tidy(() => {
      const mask = goldenTensor<tf.Tensor2D>(values.mask);
      const look = (states: tf.Tensor, outputs: tf.Tensor) =>
        scorer.look(states as tf.Tensor3D, scorer.remember(outputs as tf.Tensor3D, mask));
      const loss = (states: tf.Tensor, outputs: tf.Tensor): tf.Scalar => {
        const { context, weights } = look(states, outputs);
        const { lossWeights } = values;
        return tf.add(
          tf.sum(tf.mul(context, goldenTensor(lossWeights.context))),
          tf.sum(tf.mul(weights, goldenTensor(lossWeights.weights))),
        );
      };
      const inputs: [tf.Tensor, tf.Tensor] = [goldenTensor(queries), goldenTensor(memory)];
      const { context, weights } = look(...inputs);
      expectGolden(context, values.context, "context");
      expectGolden(weights, values.shares, "weights");
      const [ofQueries, ofMemory] = tf.grads(loss)(inputs);
      expectGolden(ofQueries as tf.Tensor, values.gradients.queries as GoldenArray, "queries");
      expectGolden(ofMemory as tf.Tensor, values.gradients.memory as GoldenArray, "memory");
      expectGradients(parameters, () => loss(...inputs), values.gradients);
    });
    parameters.dispose();
  });
});

describe.each(Object.entries(golden.models))("encoder-decoder with %s", (_, values) => {
  it("gives the same distributions, attention, loss and gradients", () => {
    const model = new EncoderDecoder(values.config, () => 0.5);
    write(model.parameters, values.weights);
    tf.tidy(() => {
      const batch = makeBatch(golden.target);
      const steps = realSteps(golden.targetMask);
      const logProbabilities = tf.logSoftmax(model.logits(batch));
      expectGolden(tf.mul(logProbabilities, steps), masked(values.logProbabilities, steps));
      if (values.attention) {
        const weights = model.layerOutputs(batch)["attention.weights"] as tf.Tensor;
        expectGolden(tf.mul(weights, steps), masked(values.attention, steps), "attention");
      }
      expect(model.loss(batch).dataSync()[0]).toBeCloseTo(values.loss, 4);
      expectGradients(model.parameters, () => model.loss(batch), values.gradients);
    });
    model.dispose();
  });
});

describe("pointer-generator with coverage", () => {
  const values = golden.copy;

  it("gives the same distribution over known and unknown words, loss and gradients", () => {
    const model = new EncoderDecoder(values.config, () => 0.5);
    write(model.parameters, values.weights);
    tf.tidy(() => {
      const batch = makeBatch(values.target, values.copyIds);
      const steps = realSteps(golden.targetMask);
      const probabilities = tf.exp(model.logits(batch));
      expectGolden(tf.mul(probabilities, steps), masked(values.probabilities, steps));
      const weights = model.layerOutputs(batch)["attention.weights"] as tf.Tensor;
      expectGolden(
        tf.mul(weights, steps),
        masked(values.attention as GoldenArray, steps),
        "attention",
      );
      expect(model.loss(batch).dataSync()[0]).toBeCloseTo(values.loss, 4);
      expectGradients(model.parameters, () => model.loss(batch), values.gradients);
    });
    model.dispose();
  });

  it("gives the same best tokens step by step, for two hypotheses of each source", () => {
    const model = new EncoderDecoder(values.config, () => 0.5);
    write(model.parameters, values.weights);
    tf.tidy(() => {
      const expected = goldenTensor<tf.Tensor3D>(values.probabilities);
      const { memory, ...start } = model.start(makeBatch(values.target, values.copyIds).source);
      let states = twice(start.states);
      for (let step = 0; step < 2; step++) {
        const ids = values.target.flatMap((row) => [row[step] ?? 0, row[step] ?? 0]);
        const result = model.step(tf.tensor1d(ids, "int32"), states, memory);
        const ofStep = twice(tf.squeeze(tf.slice(expected, [0, step, 0], [3, 1, 11]), [1]));
        const { values: best } = tf.topk(ofStep, 3);
        const top = result.next.top(3);
        expectGolden(tf.exp(top.logProbabilities), asGolden(best));
        const named = tf.gatherND(tf.exp(result.next.logProbabilities()), withRows(top.ids));
        expectGolden(named, asGolden(tf.reshape(best, [-1])));
        states = result.states;
      }
    });
    model.dispose();
  });
});

describe("pointer network", () => {
  it("gives the same distributions, loss and gradients", () => {
    const values = golden.pointer;
    const model = new PointerNetwork(values.config, () => 0.5);
    write(model.parameters, values.weights);
    tf.tidy(() => {
      const batch = {
        source: { values: goldenTensor<tf.Tensor3D>(values.source), mask: sourceMask() },
        target: {
          ids: tf.tensor2d(values.target, undefined, "int32"),
          mask: goldenTensor<tf.Tensor2D>(values.targetMask),
        },
      };
      const steps = realSteps(values.targetMask);
      const probabilities = tf.softmax(model.logits(batch));
      expectGolden(tf.mul(probabilities, steps), masked(values.probabilities, steps));
      expect(model.loss(batch).dataSync()[0]).toBeCloseTo(values.loss, 4);
      expectGradients(model.parameters, () => model.loss(batch), values.gradients);
    });
    model.dispose();
  });
});

function makeSource(parameters: Parameters): WeightSource {
  const initialization = {
    kernel: "glorot",
    recurrentKernel: "glorot",
    uniformLimit: 1,
    normalDeviation: 1,
    embeddingLimit: 1,
    forgetBias: 1,
  } as const;
  return new WeightSource(parameters, { initialization, uniform: () => 0.5 });
}

function makeBatch(target: number[][], copyIds?: number[][]): SequencePair {
  const ids = (rows: number[][]): tf.Tensor2D => tf.tensor2d(rows, undefined, "int32");
  return {
    source: {
      ids: ids(golden.source),
      mask: sourceMask(),
      ...(copyIds && { copyIds: ids(copyIds) }),
    },
    target: { ids: ids(target), mask: goldenTensor(golden.targetMask) },
  };
}

function sourceMask(): tf.Tensor2D {
  return goldenTensor(golden.sourceMask);
}

/** 1 for steps that have something to predict, `[batch, steps, 1]`. */
function realSteps(mask: GoldenArray): tf.Tensor3D {
  const [rows = 0, steps = 0] = mask.shape;
  const after = tf.slice(goldenTensor<tf.Tensor2D>(mask), [0, 1], [rows, steps - 1]);
  return tf.expandDims(after, 2) as tf.Tensor3D;
}

function masked(array: GoldenArray, steps: tf.Tensor): GoldenArray {
  return asGolden(tf.mul(goldenTensor(array), steps));
}

function asGolden(tensor: tf.Tensor): GoldenArray {
  return { shape: tensor.shape, values: [...tensor.dataSync()] };
}

/** Every row twice, one after the other. */
function twice<Tree>(tree: Tree): Tree {
  return gatherRows(tree, [0, 0, 1, 1, 2, 2]);
}

/** `[rows, k]` to the places `[rows * k, 2]` of a matrix. */
function withRows(ids: tf.Tensor2D): tf.Tensor2D {
  const [, k] = ids.shape;
  return tf.tensor2d(
    [...ids.dataSync()].map((id, index) => [Math.floor(index / k), id]),
    undefined,
    "int32",
  );
}

function write(parameters: Parameters, weights: Arrays): void {
  parameters.write(
    new Map(
      Object.entries(weights).map(([name, { shape, values }]) => [
        name,
        { shape, values: Float32Array.from(values) },
      ]),
    ),
  );
}

function expectGradients(parameters: Parameters, loss: () => tf.Scalar, expected: Arrays): void {
  if (parameters.variables.length === 0) return;
  const { grads } = tf.variableGrads(loss, parameters.variables);
  for (const [index, name] of [...parameters.shapes.keys()].entries()) {
    const gradient = grads[(parameters.variables[index] as tf.Variable).name] as tf.Tensor;
    expectGolden(gradient, expected[name] as GoldenArray, `gradient of ${name}`);
  }
}
