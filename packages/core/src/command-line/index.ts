/** What the apps' commands share: needs Node.js. */

export { type Answer, oneLine, quoted } from "./answer.ts";
export { type AnswerLinesOptions, answerLines } from "./answer-lines.ts";
export { type AnswerPromptOptions, answerPrompt, type PromptCommand } from "./answer-prompt.ts";
export {
  type AppSettings,
  addOutputOptions,
  addRunOption,
  addSettingsOptions,
  addTrainingOptions,
  chosenSettings,
} from "./app-options.ts";
export {
  type AppTrainOptions,
  type AppTrainResult,
  type BeginRunOptions,
  beginRun,
  checkRunFolder,
  type FitRunOptions,
  fitRun,
  type RunLossOptions,
} from "./app-training.ts";
export { type ArchitectureWords, architectureText } from "./architecture-text.ts";
export {
  addBeamOptions,
  type BeamFlags,
  type BeamSettings,
  beamSettingsOf,
} from "./beam-options.ts";
export { type ChartFileKind, chartFileKind } from "./chart-file.ts";
export type { Command } from "./command.ts";
export {
  type CountProgress,
  type CountProgressOptions,
  countProgress,
  withCountProgress,
} from "./count-progress.ts";
export { countText } from "./count-text.ts";
export { type FileKindOptions, fileKind } from "./file-kind.ts";
export { type InputLine, type InputLinesOptions, inputLines } from "./input-lines.ts";
export { interruptSignal } from "./interruption.ts";
export { listSetting } from "./list-setting.ts";
export { markdownTable } from "./markdown-table.ts";
export { formatInterval, formatModelCard, type ModelCardOptions } from "./model-card.ts";
export { encoderDecoderConfigOf, type ModelSettings, modelSettings } from "./model-settings.ts";
export { Output, type OutputOptions, type OutputStreams } from "./output.ts";
export {
  addSettingFlags,
  createProgram,
  EXIT,
  type ProgramOptions,
  runProgram,
  settingFlags,
} from "./program.ts";
export { runKind } from "./run-kind.ts";
export {
  formatDifferences,
  formatExamples,
  formatLengthScores,
  formatScores,
  verdict,
} from "./score-report.ts";
export { scoresByName } from "./scores-by-name.ts";
export {
  checkSettings,
  mergeSettings,
  readSettings,
  type Setting,
  type SettingsTree,
  settingsFromFlags,
  settingsOf,
} from "./settings.ts";
export { addSettingsCommand, type SettingsCommandOptions } from "./settings-command.ts";
export { formatTable } from "./table.ts";
export { type TakeWaitingOptions, takeWaiting } from "./take-waiting.ts";
export { codecSettingsOf, type TextSettings, textSettings } from "./text-settings.ts";
export { addTrainCommand, type TrainCommandOptions } from "./train-command.ts";
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
export { untilInterrupted } from "./until-interrupted.ts";
export { UsageError } from "./usage-error.ts";
export { readWholeNumber, wholeNumber } from "./whole-number.ts";
