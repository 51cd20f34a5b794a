/** `tf.layers.gru` with one operation a layer in place of several a step. */
import { gru as runGru } from "../backend/gru.ts";
import { tf } from "../backend/tf-layers.ts";
import { type CallOptions, readCall, runCall } from "./sequence-call.ts";

/** What `tf.layers.gru` returns. */
export type GruLayer = ReturnType<typeof tf.layers.gru>;

// tf.layers exports no class to extend. A name keeps its counter of names as it is.
const StockGru = tf.layers.gru({ units: 1, name: "gru" })
  .constructor as tf.serialization.SerializableConstructor<GruLayer>;

/** Everything but the call is the stock layer's: weights, configuration, states, class name. */
class Gru extends StockGru {
  override call(inputs: tf.Tensor | tf.Tensor[], options: CallOptions): tf.Tensor | tf.Tensor[] {
    const call = readCall(this, inputs, options ?? {});
    // tf.layers drops from the state that is carried over, too, not only from the products.
    const dropsState = call?.training && call.cell.recurrentDropout > 0;
    if (!call || dropsState) return super.call(inputs, options);
    return runCall(this, call, (sequence, [initialHidden]) => {
      const { outputs, hidden } = runGru({ ...sequence, initialHidden, resetAfter: false });
      return { outputs, states: [hidden] };
    });
  }
}

export const gruClass: tf.serialization.SerializableConstructor<GruLayer> = Gru;

/**
 * A layer of gated recurrent units with the arguments, weights and output of `tf.layers.gru`.
 *
 * The whole sequence is one operation if `recurrentActivation` is `"hardSigmoid"` (the default of TensorFlow.js) or `"sigmoid"`
 * (that of Keras) and `activation` is `"tanh"`; with others, and in training with `recurrentDropout`, it runs as in `tf.layers`,
 * which has no `resetAfter`. Models are saved under the stock class, so that they load with this package and without it.
 *
 * Source: Cho et al. 2014, https://arxiv.org/abs/1406.1078, section 2.3.
 *
 * @throws {Error} As `tf.layers.gru` does.
 *
 * @example
 * ```ts
 * import { loadEngine } from "@encdec/core";
 * import { gru, tf } from "@encdec/core/layers";
 * import { assert } from "vitest";
 *
 * await loadEngine();
 * const layer = gru({ units: 8, returnSequences: true });
 * tf.tidy(() => {
 *   const output = layer.apply(tf.ones([2, 5, 3])) as tf.Tensor;
 *   assert.deepEqual(output.shape, [2, 5, 8]);
 * });
 * layer.dispose();
 * ```
 */
export function gru(args: tf.GRULayerArgs): GruLayer {
  return new Gru({ ...args });
}
