/** Layers for models written with tf.layers: the same arguments, weights and output in less time. */

/** The whole of TensorFlow.js; `tf` of `@encdec/core` is the same without `tf.layers`, which loads slowly. */
export { tf } from "../backend/tf-layers.ts";
export { type GruLayer, gru } from "./gru.ts";
export { type LstmLayer, lstm } from "./lstm.ts";
export { registerLayers } from "./register-layers.ts";
