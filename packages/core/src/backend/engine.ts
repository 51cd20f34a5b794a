/** The engine that TensorFlow.js runs on. */
export {
  describeEngine,
  type Engine,
  type EngineName,
  type LoadEngineOptions,
  loadEngine,
} from "@encdec/engine";
