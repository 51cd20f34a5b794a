/** Stacks, repeat-vector models and orthogonal weights against Keras and PyTorch. */
import { beforeAll, describe, expect, it } from "vitest";
import { expectGolden, type GoldenArray, goldenTensor, readGolden } from "../../test/golden.ts";
import { loadEngine } from "../backend/engine.ts";
import { tf } from "../backend/tf.ts";
import type { EncoderConfig } from "./config.ts";
import { encoderSchema, initializationSchema } from "./config-schema.ts";
import type { Sequences } from "./input-layer.ts";
import { orthonormalizeRows } from "./orthonormal.ts";
import { Parameters } from "./parameters.ts";
import { RecurrentStack, type RecurrentStackResult } from "./recurrent-stack.ts";
import { RepeatVectorModel } from "./repeat-vector.ts";

type GoldenTree = Record<string, GoldenArray>;

interface StackCase {
  readonly config: EncoderConfig;
  readonly input: GoldenArray;
  readonly mask: GoldenArray;
  readonly weights: GoldenTree;
  readonly lossWeights: GoldenTree;
  readonly results: GoldenTree;
  readonly gradients: GoldenTree;
}

interface RepeatVectorCase {
  readonly weights: GoldenTree;
  readonly source: GoldenArray;
  readonly target: GoldenArray;
  readonly outputs: GoldenArray;
  readonly loss: number;
  readonly gradients: GoldenTree;
}

const golden = readGolden<{
  stacks: Record<string, StackCase>;
  repeatVector: { vectors: RepeatVectorCase; tokens: RepeatVectorCase };
  orthogonal: { numbers: GoldenArray; rows: GoldenArray };
}>("layers/golden.json");

const UNIFORM = (): number => 0.5;

beforeAll(() => loadEngine());

function write(parameters: Parameters, weights: GoldenTree): void {
  parameters.write(
    new Map(
      Object.entries(weights).map(([name, { shape, values }]) => [
        name,
        { shape, values: Float32Array.from(values) },
      ]),
    ),
  );
}

function expectGradients(
  parameters: Parameters,
  loss: () => tf.Scalar,
  gradients: GoldenTree,
): void {
  const { grads } = tf.variableGrads(loss, parameters.variables);
  for (const [index, name] of [...parameters.shapes.keys()].entries()) {
    const variable = parameters.variables[index] as tf.Variable;
    expectGolden(grads[variable.name] as tf.Tensor, gradients[name] as GoldenArray, name);
  }
}

describe.each(Object.entries(golden.stacks))("%s", (_, values) => {
  it("gives the same outputs, states and gradients", () => {
    const parameters = new Parameters();
    const stack = new RecurrentStack(parameters, "encoder", {
      ...encoderSchema.parse(values.config),
      inputSize: values.input.shape[2] as number,
      initialization: initializationSchema.parse({}),
      uniform: UNIFORM,
    });
    write(parameters, values.weights);
    tf.tidy(() => {
      const [input, mask] = [goldenTensor(values.input), goldenTensor<tf.Tensor2D>(values.mask)];
      const named = ({ outputs, states }: RecurrentStackResult): Record<string, tf.Tensor> => ({
        ...Object.fromEntries(
          states.flatMap(({ hidden, cell }, layer) => [
            [`${layer}.hidden`, hidden],
            ...(cell ? [[`${layer}.cell`, cell]] : []),
          ]),
        ),
        outputs: tf.mul(outputs, tf.expandDims(mask, 2)), // nothing is said about padded steps
      });
      const run = (): Record<string, tf.Tensor> => named(stack.run(input, { mask }));
      const results = run();
      expect(Object.keys(results).sort()).toEqual(Object.keys(values.results).sort());
      for (const [name, result] of Object.entries(results)) {
        expectGolden(result, values.results[name] as GoldenArray, name);
      }
      const loss = (): tf.Scalar =>
        tf.addN(
          Object.entries(run()).map(([name, result]) =>
            tf.sum(tf.mul(result, goldenTensor(values.lossWeights[name] as GoldenArray))),
          ),
        );
      expectGradients(parameters, loss, values.gradients);
    });
    parameters.dispose();
  });
});

describe.each(Object.entries(golden.repeatVector))("repeat vector of %s", (kind, values) => {
  it("gives the outputs, loss and gradients of Keras", () => {
    const [, outputLength = 0, size = 0] = values.outputs.shape;
    const model = new RepeatVectorModel(
      {
        source: { kind: "vectors", features: values.source.shape[2] as number },
        target:
          kind === "tokens" ? { kind, vocabularySize: size } : { kind: "vectors", features: size },
        outputLength,
        encoder: { units: 2 },
        decoder: { units: 2 },
      },
      UNIFORM,
    );
    write(model.parameters, values.weights);
    tf.tidy(() => {
      const source = { values: goldenTensor<tf.Tensor3D>(values.source) };
      const target: Sequences =
        kind === "tokens"
          ? { ids: tf.cast(goldenTensor<tf.Tensor2D>(values.target), "int32") }
          : { values: goldenTensor<tf.Tensor3D>(values.target) };
      const outputs = kind === "tokens" ? model.logits(source) : model.predictions(source);
      expectGolden(outputs, values.outputs, "outputs");
      const loss = (): tf.Scalar => model.loss({ source, target });
      expectGolden(loss(), { shape: [], values: [values.loss] }, "loss");
      expectGradients(model.parameters, loss, values.gradients);
    });
    model.dispose();
  });
});

it("makes the rows of Keras's orthogonal initializer from the same normal numbers", () => {
  const { numbers, rows } = golden.orthogonal;
  const [count = 0, columns = 0] = numbers.shape;
  const matrix = Float64Array.from(numbers.values);
  orthonormalizeRows(matrix, count, columns);
  for (const [index, value] of rows.values.entries()) expect(matrix[index]).toBeCloseTo(value, 7);
});
