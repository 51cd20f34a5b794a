/** Layers for models written with tf.layers: the same arguments, weights and output in less time. */
export { type GruLayer, gru } from "./gru.ts";
export { type LstmLayer, lstm } from "./lstm.ts";
export { registerLayers } from "./register-layers.ts";
