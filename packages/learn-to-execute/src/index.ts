/** Prediction of what a small program prints with an LSTM encoder-decoder. */
export { type Baseline, type FitBaselinesOptions, fitBaselines } from "./baselines.ts";
export { ALPHABET, characterVocabulary } from "./characters.ts";
export {
  type CheckWithPythonOptions,
  checkWithPython,
  type PythonCheck,
} from "./check-with-python.ts";
export {
  type ExecuteConfig,
  type ExecuteModelSettings,
  executeSchema,
  type RunConfig,
} from "./config.ts";
export { countOperations } from "./count-operations.ts";
export {
  CURRICULA,
  type CurriculumName,
  type CurriculumOptions,
  type CurriculumState,
  curriculumState,
  drawDifficulty,
} from "./curriculum.ts";
export {
  EmptySetError,
  type Example,
  exampleAt,
  firstExamples,
  type StreamExamplesOptions,
  type StreamOptions,
  streamExamples,
  takeExamples,
} from "./data.ts";
export {
  type ExecuteOptions,
  type Execution,
  type ExecutionAttention,
  Executor,
} from "./decode.ts";
export { CharacterEncoder, epochBatches } from "./encode.ts";
export {
  type CellScores,
  type EvaluateOptions,
  type Evaluation,
  evaluate,
  type OperationScores,
  type TestAnswer,
} from "./evaluate.ts";
export { type Difficulty, generateProgram, MAXIMUM_NESTING } from "./generate-program.ts";
export { applyInputScheme, INPUT_SCHEMES, type InputScheme } from "./input-schemes.ts";
export { parseProgram } from "./parse-program.ts";
export { type PresetName, presets } from "./presets.ts";
export {
  type Expression,
  formatProgram,
  type Program,
  type Statement,
  VARIABLES,
} from "./program.ts";
export { scoreRun } from "./run-evaluation.ts";
export { type RunLimits, runProgram } from "./run-program.ts";
export type { Measure, Scores } from "./scores.ts";
export { canonicalSource, rightAnswer } from "./source-text.ts";
export { type HeldOutShares, type SetName, splitOf } from "./split-of.ts";
export { type Answered, generateExample, TASKS, type TaskName } from "./tasks.ts";
export { type TrainExecutorOptions, type TrainedExecutor, trainExecutor } from "./train.ts";
