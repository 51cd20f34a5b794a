/** The engine that TensorFlow.js runs on. */
import { loadedEngine } from "@encdec/engine";

export {
  describeEngine,
  type Engine,
  type EngineName,
  type LoadEngineOptions,
  loadEngine,
} from "@encdec/engine";

/** True when the engine has kernels that run a whole layer in one call. */
export function hasFusedKernels(): boolean {
  return loadedEngine()?.name === "fused";
}
