/** Lets tf.layers build the drop-in layers where it builds layers itself. */
import { tf } from "../backend/tf-layers.ts";
import { gruClass } from "./gru.ts";
import { lstmClass } from "./lstm.ts";

/**
 * Makes TensorFlow.js build the drop-in layers wherever it makes a layer of a configuration: in models that
 * `tf.loadLayersModel` reads, and in `tf.layers.bidirectional`, which copies the layer that it is given.
 *
 * Holds for the whole process. Without it both build stock layers, which return the same more slowly.
 *
 * @example
 * ```ts
 * import { loadEngine } from "@encdec/core";
 * import { lstm, registerLayers, tf } from "@encdec/core/layers";
 * import { assert } from "vitest";
 *
 * await loadEngine();
 * registerLayers();
 * const layer = tf.layers.bidirectional({ layer: lstm({ units: 8 }) });
 * tf.tidy(() => {
 *   const output = layer.apply(tf.ones([2, 5, 3])) as tf.Tensor;
 *   assert.deepEqual(output.shape, [2, 16]);
 * });
 * layer.dispose();
 * ```
 */
export function registerLayers(): void {
  tf.serialization.registerClass(lstmClass);
  tf.serialization.registerClass(gruClass);
}
