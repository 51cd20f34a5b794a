/** TensorFlow.js's core: tensors, operations, gradients. In Node.js `tfjs-in-node.ts` stands in for this module. */
export * as tf from "@tensorflow/tfjs-core";
