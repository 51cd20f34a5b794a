/** What the apps' commands share: needs Node.js. */
export {
  type AppSettings,
  addOutputOptions,
  addRunOption,
  addSettingsOptions,
  addTrainingOptions,
  chosenSettings,
} from "./app-options.ts";
export { interruptSignal } from "./interruption.ts";
export { Output, type OutputOptions } from "./output.ts";
export {
  addSettingFlags,
  createProgram,
  EXIT,
  type ProgramOptions,
  runProgram,
  settingFlags,
} from "./program.ts";
export {
  checkSettings,
  mergeSettings,
  readSettings,
  type Setting,
  type SettingsTree,
  settingsFromFlags,
  settingsOf,
} from "./settings.ts";
export { formatTable } from "./table.ts";
export { formatInspection, tensorboardCallback } from "./training-files.ts";
export { type TrainingProgress, trainingProgress } from "./training-progress.ts";
export {
  RESUMABLE_SETTINGS,
  type ScheduleName,
  type TrainingSettings,
  type TrainingSettingsOptions,
  trainingSettings,
  trainOptionsOf,
} from "./training-settings.ts";
export { UsageError } from "./usage-error.ts";
