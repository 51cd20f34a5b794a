/** Fused attention against the composed, over shapes with tails. */
import { describe, expect, it } from "vitest";
import { compare, expectBelow, normal } from "../../../test/compare.ts";
import { onEachThreadCount } from "../../../test/kernel-threads.ts";
import { Random } from "../../data/random.ts";
import {
  composedAdditiveAttention,
  composedCoverageAttention,
  composedDotAttention,
} from "../composed/attention.ts";
import { hasFusedKernels, loadEngine } from "../engine.ts";
import { tf } from "../tf.ts";
import { fusedAttention, fusedCoverageAttention } from "./attention.ts";

await loadEngine();
const random = Random.fromSeed(4);

const SHAPES = [1, 5, 64].flatMap((batch) =>
  [1, 7].flatMap((targets) =>
    [2, 5, 20].flatMap((sources) =>
      [1, 16, 37].map((size) => ({ batch, targets, sources, size, masked: sources !== 5 })),
    ),
  ),
);

describe.runIf(hasFusedKernels()).each(SHAPES)(
  "batch $batch, $targets targets, $sources sources, size $size, masked: $masked:",
  ({ batch, targets, sources, size, masked }) => {
    const isReal = (row: number): number => Number(row % 7 !== 3 && (row * 5) % 3 !== 1);
    const mask = (): tf.Tensor2D | undefined =>
      masked
        ? tf.tensor2d(
            Array.from({ length: batch * sources }, (_, row) => isReal(row)),
            [batch, sources],
          )
        : undefined;
    const inputs = () => ({
      queries: normal(random, [batch, targets, size]),
      keys: normal(random, [batch, sources, size], 0.5),
      values: normal(random, [batch, sources, size + 3]),
    });

    it("dot attention equals the composed", () => {
      tf.tidy(() => {
        const options = { mask: mask(), scale: 0.5 };
        const difference = compare({
          inputs: inputs(),
          actual: (tensors) => ({ ...fusedAttention({ ...tensors, ...options } as never) }),
          expected: (tensors) => ({ ...composedDotAttention({ ...tensors, ...options } as never) }),
          random,
        });
        expectBelow(difference, { values: 1e-5, gradients: 2e-5 });
      });
    });

    it("additive attention equals the composed", () => {
      tf.tidy(() => {
        const options = { mask: mask() };
        const difference = compare({
          inputs: { ...inputs(), energy: normal(random, [size]), bias: normal(random, [size]) },
          actual: (tensors) => ({ ...fusedAttention({ ...tensors, ...options } as never) }),
          expected: (tensors) => ({
            ...composedAdditiveAttention({ ...tensors, ...options } as never),
          }),
          random,
        });
        // Those of energy and bias are sums of up to 9,000 terms that nearly cancel.
        expectBelow(difference, { values: 1e-5, gradients: 1e-4 });
      });
    });

    it("attention with coverage equals the composed", () => {
      tf.tidy(() => {
        const options = { mask: mask() };
        const difference = compare({
          inputs: {
            ...inputs(),
            energy: normal(random, [size]),
            bias: normal(random, [size]),
            coverage: tf.abs(normal(random, [batch, sources])),
            coverageKernel: normal(random, [size]),
          },
          actual: (tensors) => ({
            ...fusedCoverageAttention({ ...tensors, ...options } as never),
          }),
          expected: (tensors) => ({
            ...composedCoverageAttention({ ...tensors, ...options } as never),
          }),
          random,
        });
        // As above; and what a look changes is carried through all that follow.
        expectBelow(difference, { values: 1e-5, gradients: 1e-4 });
      });
    });
  },
);

it.runIf(hasFusedKernels())("the operation names what has a wrong shape", () => {
  tf.tidy(() => {
    const [queries, keys] = [tf.ones<tf.Rank.R3>([2, 5, 3]), tf.ones<tf.Rank.R3>([2, 4, 3])];
    onEachThreadCount(() => {
      expect(() => fusedAttention({ queries, keys, values: tf.ones([2, 3, 6]) })).toThrow(
        "Cannot run EncdecAttention: values must have shape [2, 4, 6], got [2, 3, 6]",
      );
    });
  });
});
