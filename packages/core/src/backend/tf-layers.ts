/** TensorFlow.js with `tf.layers`, which takes several times as long to load: for `layers/` alone. */
export * as tf from "@tensorflow/tfjs";
