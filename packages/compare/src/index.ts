/** All tasks in one table and one report, and runs of one task side by side. */
export { atMost } from "./at-most.ts";
export {
  type ComparedRun,
  type ComparedRuns,
  type CompareRunsOptions,
  compareFolders,
  compareRuns,
} from "./compare-runs.ts";
export { compareSegments, type RunDifference } from "./compare-segments.ts";
export {
  type CompareTasksOptions,
  compareTasks,
  type FailedTask,
  isScored,
  type ScoredRun,
  type TaskListener,
  type TaskResult,
} from "./compare-tasks.ts";
export { type ComparisonReportOptions, comparisonReport } from "./comparison-report.ts";
export { comparisonTable } from "./comparison-table.ts";
export {
  type CompareConfig,
  PRESET_NAMES,
  type PresetName,
  TASK_NAMES,
  type TaskName,
} from "./config.ts";
export { differingSettings } from "./differing-settings.ts";
export type { CurvePoint } from "./read-curve.ts";
export { runsReport } from "./runs-report.ts";
export { durationText } from "./texts.ts";
export type { TrainingShare } from "./training-share.ts";
export { type Outcome, outcomeOf } from "./verdict.ts";
