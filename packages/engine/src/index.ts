/** Finds or builds TensorFlow for Node.js, and says which engine runs and why. */

export { tf } from "#tfjs";
export { describeEngine, type Engine, type EngineName } from "./engine.ts";
export {
  type Installed,
  type InstallOptions,
  installEngine,
} from "./install/install-engine.ts";
export { type LoadEngineOptions, loadEngine, loadedEngine } from "./load-engine.ts";
