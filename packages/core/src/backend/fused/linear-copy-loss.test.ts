/** The fused loss of words that are written or copied against the composed, over shapes with tails. */
import { describe, expect, it } from "vitest";
import { compare, expectBelow, normal, type Tensors } from "../../../test/compare.ts";
import { onEachThreadCount } from "../../../test/kernel-threads.ts";
import { Random } from "../../data/random.ts";
import { composedLinearCopyCrossEntropy } from "../composed/linear-loss.ts";
import { hasFusedKernels, loadEngine } from "../engine.ts";
import type { LinearCopyCrossEntropyOptions } from "../linear-loss-options.ts";
import { tf } from "../tf.ts";
import { fusedLinearCopyCrossEntropy } from "./linear-loss.ts";

await loadEngine();
const random = Random.fromSeed(6);

const SIZES = [
  [1, 1],
  [3, 2],
  [16, 5],
  [32, 13],
].flatMap(([sources = 0, steps = 0]) =>
  [1, 37, 100].flatMap((features) =>
    [2, 16, 101, 1000].map((classes) => ({
      ...{ sources, steps, features, classes },
      length: 1 + ((sources * features + classes) % 41),
    })),
  ),
);
type Size = (typeof SIZES)[number];

/** Labels of the vocabulary and of the source alone, some of both, some of neither; every third row left out. */
function makeOptions({ sources, steps, classes, length }: Size) {
  const rows = sources * steps;
  const copyIds = Array.from({ length: sources * length }, () => random.integer(classes + 3));
  const labels = Array.from({ length: rows }, (_, row) => {
    const place = Math.floor(row / steps) * length + random.integer(length);
    return row % 2 === 0 ? (copyIds[place] ?? 0) : random.integer(classes + 1);
  });
  const isOut = (row: number): boolean => rows > 2 && row % 3 === 1;
  return {
    labels: tf.tensor1d(
      labels.map((label, row) => (isOut(row) ? -1 : label)),
      "int32",
    ),
    weights: tf.tensor1d(labels.map((_, row) => (isOut(row) ? 0 : 1 + (row % 2) / 2))),
    copyIds: tf.tensor2d(copyIds, [sources, length], "int32"),
  };
}

function makeInputs({ sources, steps, features, classes, length }: Size): Tensors {
  return {
    input: normal(random, [sources, steps, features]),
    kernel: normal(random, [features, classes], 0.5),
    bias: normal(random, [classes]),
    gate: normal(random, [sources, steps, 1]),
    attention: tf.softmax(normal(random, [sources, steps, length])),
  };
}

describe.runIf(hasFusedKernels())("fused cross-entropy with copies", () => {
  it.each(SIZES)(
    "of $sources sources, $steps steps, $features features, $classes classes, length $length",
    (size) => {
      tf.tidy(() => {
        const options = makeOptions(size);
        const difference = compare({
          inputs: makeInputs(size),
          actual: (tensors) => ({
            loss: fusedLinearCopyCrossEntropy({ ...tensors, ...options } as never),
          }),
          expected: (tensors) => ({
            loss: composedLinearCopyCrossEntropy({ ...tensors, ...options } as never),
          }),
          random,
        });
        expectBelow(difference, { values: 1e-5, gradients: 2e-5 });
      });
    },
  );

  it("equals the composed without bias and weights", () => {
    tf.tidy(() => {
      const size = { sources: 4, steps: 3, features: 10, classes: 20, length: 7 };
      const { bias: _, ...inputs } = makeInputs(size);
      const { copyIds } = makeOptions(size);
      const labels = tf.tensor1d(
        Array.from({ length: 12 }, () => random.integer(22)),
        "int32",
      );
      const difference = compare({
        inputs,
        actual: (tensors) => ({
          loss: fusedLinearCopyCrossEntropy({ ...tensors, labels, copyIds } as never),
        }),
        expected: (tensors) => ({
          loss: composedLinearCopyCrossEntropy({ ...tensors, labels, copyIds } as never),
        }),
        random,
      });
      expectBelow(difference, { values: 1e-5, gradients: 2e-5 });
    });
  });

  it("in mixed bfloat16 is near the one in float32", () => {
    tf.tidy(() => {
      const size = { sources: 16, steps: 5, features: 37, classes: 101, length: 9 };
      const options = makeOptions(size);
      const run = (more: Partial<LinearCopyCrossEntropyOptions>) => (tensors: Tensors) => ({
        loss: fusedLinearCopyCrossEntropy({ ...tensors, ...options, ...more } as never),
      });
      const difference = compare({
        inputs: makeInputs(size),
        actual: run({ precision: "mixed-bfloat16" }),
        expected: run({}),
        random,
      });
      expectBelow(difference, { values: 0.01, gradients: 0.02 });
    });
  });

  it("names what is out of range or has a wrong shape", () => {
    onEachThreadCount(() => tf.tidy(expectRefusals));
  });

  function expectRefusals(): void {
    const size = { sources: 2, steps: 1, features: 3, classes: 5, length: 4 };
    const options = { ...makeInputs(size), ...makeOptions(size) } as never as Omit<
      LinearCopyCrossEntropyOptions,
      "labels"
    >;
    const labels = tf.tensor1d([0, -2], "int32");
    expect(() => fusedLinearCopyCrossEntropy({ ...options, labels })).toThrow(
      "Cannot run EncdecLinearCopyCrossEntropy: labels must be 0 or above, got -2 at row 1",
    );
    const attention = tf.ones([2, 3]);
    expect(() => fusedLinearCopyCrossEntropy({ ...options, labels, attention })).toThrow(
      "attention must have 8 elements, got [2, 3]",
    );
  }
});
