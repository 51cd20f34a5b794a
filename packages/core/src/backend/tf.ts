/** The one place that imports TensorFlow.js: every other module takes `tf` from here. */
export * as tf from "@tensorflow/tfjs";
