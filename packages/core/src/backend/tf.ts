/** TensorFlow.js: every other module takes `tf` from here, and `layers/` from `tf-layers.ts`. */
export { tf } from "@encdec/engine";
