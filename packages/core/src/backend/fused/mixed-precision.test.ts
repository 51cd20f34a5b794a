/** The fused recurrent layers in bfloat16 beside float32. */
import { beforeAll, describe, it } from "vitest";
import { compare, expectBelow, type Tensors } from "../../../test/compare.ts";
import { inputsOf, optionsOf } from "../../../test/recurrent-inputs.ts";
import { Random } from "../../data/random.ts";
import { hasFusedKernels, loadEngine } from "../engine.ts";
import type { GruOptions, LayerNormLstmOptions, LstmOptions } from "../recurrent-options.ts";
import { tf } from "../tf.ts";
import { fusedGru } from "./gru.ts";
import { fusedLayerNormLstm } from "./layer-norm-lstm.ts";
import { fusedLstm } from "./lstm.ts";

await loadEngine();

let random: Random;
beforeAll(() => {
  random = Random.fromSeed(1);
});

describe.runIf(hasFusedKernels()).each([
  { repeat: false, dropout: true, mask: "end", states: true },
  { repeat: true, dropout: false, mask: "start", states: false },
] as const)("in mixed bfloat16, %j", (form) => {
  const size = { units: 100, batch: 64, steps: 9 };

  function expectNear(
    gates: number,
    bias: readonly number[],
    run: (options: Record<string, unknown>) => Tensors,
    more: Tensors = {},
  ): void {
    tf.tidy(() => {
      const options = optionsOf(random, size, form);
      const difference = compare({
        inputs: { ...inputsOf(random, { size, form, gates, bias }), ...more },
        actual: (tensors) => run({ ...tensors, ...options, precision: "mixed-bfloat16" }),
        expected: (tensors) => run({ ...tensors, ...options }),
        random,
      });
      // bfloat16 has 8 bits; 0 where the processor has no such products.
      expectBelow(difference, { values: 0.06, gradients: 0.1 });
    });
  }

  it("an LSTM is near the one in float32", () => {
    expectNear(4, [400], (options) => ({ ...fusedLstm(options as unknown as LstmOptions) }));
  });

  it("a GRU is near the one in float32", () => {
    expectNear(3, [2, 300], (options) => ({ ...fusedGru(options as unknown as GruOptions) }));
  });

  it("a layer-normalised LSTM is near the one in float32", () => {
    tf.tidy(() => {
      const scales = {
        inputScale: tf.ones([400]),
        recurrentScale: tf.ones([400]),
        cellScale: tf.ones([100]),
        cellBias: tf.zeros([100]),
      };
      const run = (options: Record<string, unknown>): Tensors => ({
        ...fusedLayerNormLstm(options as unknown as LayerNormLstmOptions),
      });
      expectNear(4, [400], run, scales);
    });
  });
});
