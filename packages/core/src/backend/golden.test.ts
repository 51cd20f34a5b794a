/** Recurrent layers and optimizers against PyTorch and Keras. */
import { beforeAll, describe, expect, it } from "vitest";
import { expectGolden, type GoldenArray, goldenTensor, readGolden } from "../../test/golden.ts";
import { loadEngine } from "./engine.ts";
import { gru } from "./gru.ts";
import { lstm } from "./lstm.ts";
import type { OptimizerRule } from "./optimizer-options.ts";
import { optimizerStep } from "./optimizer-step.ts";
import type { GruOptions, LstmOptions } from "./recurrent-options.ts";
import { tf } from "./tf.ts";

interface RecurrentCase {
  readonly inputs: Record<string, GoldenArray>;
  readonly lossWeights: Record<string, GoldenArray>;
  readonly results: Record<string, GoldenArray>;
  readonly gradients: Record<string, GoldenArray>;
}

interface OptimizerCase {
  readonly start: GoldenArray;
  readonly gradients: GoldenArray[];
  readonly after: GoldenArray[];
}

const golden = readGolden<{
  recurrent: Record<string, RecurrentCase>;
  optimizers: Record<OptimizerRule, OptimizerCase>;
}>("model/golden.json");

beforeAll(() => loadEngine());

describe.each(Object.entries(golden.recurrent))("%s", (name, values) => {
  const names = Object.keys(values.inputs);
  const run = (tensors: readonly tf.Tensor[]): Record<string, tf.Tensor> => {
    const inputs = Object.fromEntries(names.map((key, i) => [key, tensors[i]]));
    return name.startsWith("LSTM")
      ? { ...lstm(inputs as unknown as LstmOptions) }
      : { ...gru({ ...inputs, resetAfter: !name.includes("before") } as unknown as GruOptions) };
  };
  const inputs = (): tf.Tensor[] =>
    Object.values(values.inputs).map((array) => goldenTensor(array));

  it("gives the same outputs and state", () => {
    tf.tidy(() => {
      const results = run(inputs());
      for (const [key, expected] of Object.entries(values.results)) {
        expectGolden(results[key] as tf.Tensor, expected, key);
      }
    });
  });

  it("gives the same gradients", () => {
    tf.tidy(() => {
      const loss = (...tensors: tf.Tensor[]): tf.Scalar => {
        const results = run(tensors);
        return tf.addN(
          Object.entries(values.lossWeights).map(([key, weights]) =>
            tf.sum(tf.mul(results[key] as tf.Tensor, goldenTensor(weights))),
          ),
        );
      };
      for (const [index, gradient] of tf.grads(loss)(inputs()).entries()) {
        const key = names[index] ?? "";
        expectGolden(gradient, values.gradients[key] as GoldenArray, key);
      }
    });
  });
});

describe.each([
  ["sgd", 1, { decay: 0.9 }],
  ["adamw", 2, { decay: 0.9, secondDecay: 0.99, weightDecay: 0.05 }],
  ["rmsprop", 2, { decay: 0.9, secondDecay: 0.5 }],
  ["adagrad", 1, {}],
] as const)("%s", (rule, slotCount, options) => {
  it("moves the weights as the reference does", () => {
    tf.tidy(() => {
      const { start, gradients, after } = golden.optimizers[rule];
      const weight = tf.variable(goldenTensor(start));
      const slots = Array.from({ length: slotCount }, () => [tf.variable(tf.zerosLike(weight))]);
      for (const [index, gradient] of gradients.entries()) {
        const report = optimizerStep({
          rule,
          variables: [weight],
          gradients: [goldenTensor(gradient)],
          slots,
          learningRate: 0.1,
          step: index + 1,
          epsilon: 1e-6,
          ...options,
        });
        expect(report.dataSync()[1]).toBe(1);
        expectGolden(weight, after[index] as GoldenArray, `weight after step ${index + 1}`);
      }
      tf.dispose([weight, slots]);
    });
  });
});
