/** `tf.layers.lstm` with one operation a layer in place of several a step. */
import { lstm as runLstm } from "../backend/lstm.ts";
import { tf } from "../backend/tf-layers.ts";
import { type CallOptions, readCall, runCall } from "./sequence-call.ts";

/** What `tf.layers.lstm` returns. */
export type LstmLayer = ReturnType<typeof tf.layers.lstm>;

// tf.layers exports no class to extend. A name keeps its counter of names as it is.
const StockLstm = tf.layers.lstm({ units: 1, name: "lstm" })
  .constructor as tf.serialization.SerializableConstructor<LstmLayer>;

/** Everything but the call is the stock layer's: weights, configuration, states, class name. */
class Lstm extends StockLstm {
  override call(inputs: tf.Tensor | tf.Tensor[], options: CallOptions): tf.Tensor | tf.Tensor[] {
    const call = readCall(this, inputs, options ?? {});
    if (!call) return super.call(inputs, options);
    return runCall(this, call, (sequence, [initialHidden, initialCell]) => {
      const { outputs, hidden, cell } = runLstm({ ...sequence, initialHidden, initialCell });
      return { outputs, states: [hidden, cell] };
    });
  }
}

export const lstmClass: tf.serialization.SerializableConstructor<LstmLayer> = Lstm;

/**
 * A long short-term memory layer with the arguments, weights and output of `tf.layers.lstm`.
 *
 * The whole sequence is one operation if `recurrentActivation` is `"hardSigmoid"` (the default of TensorFlow.js) or `"sigmoid"`
 * (that of Keras) and `activation` is `"tanh"`; with others it runs as in `tf.layers`. Models are saved under the stock class, so
 * that they load with this package and without it.
 *
 * Source: Hochreiter and Schmidhuber 1997, with the forget gate of Gers et al. 2000.
 *
 * @throws {Error} As `tf.layers.lstm` does.
 *
 * @example
 * ```ts
 * import { loadEngine } from "@encdec/core";
 * import { lstm, tf } from "@encdec/core/layers";
 * import { assert } from "vitest";
 *
 * await loadEngine();
 * const model = tf.sequential();
 * model.add(lstm({ units: 8, inputShape: [5, 3] }));
 * model.add(tf.layers.dense({ units: 1 }));
 * tf.tidy(() => {
 *   const output = model.predict(tf.ones([2, 5, 3])) as tf.Tensor;
 *   assert.deepEqual(output.shape, [2, 1]);
 * });
 * model.dispose();
 * ```
 */
export function lstm(args: tf.LSTMLayerArgs): LstmLayer {
  return new Lstm({ ...args });
}
