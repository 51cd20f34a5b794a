/** Settings of learning to execute. */
import {
  type ModelSettings,
  modelSettings,
  runKind,
  type TrainingSettings,
  trainingSettings,
} from "@encdec/core/command-line";
import { type RunKind, type RunRecord, runRecord } from "@encdec/core/persistence";
import { z } from "zod";
import { CURRICULA, type CurriculumName } from "./curriculum.ts";
import { MAXIMUM_NESTING } from "./generate-program.ts";
import { INPUT_SCHEMES, type InputScheme } from "./input-schemes.ts";
import { TASKS, type TaskName } from "./tasks.ts";

/** All settings of a run. */
export interface ExecuteConfig {
  /** Decides examples, weights, order and dropout. */
  readonly seed: number;
  readonly data: {
    readonly from: TaskName;
    /** Of the examples to be mastered in the end. */
    readonly length: number;
    readonly nesting: number;
    readonly scheme: InputScheme;
    /** Examples between two reports: new ones every time. */
    readonly epochExamples: number;
    readonly validationExamples: number;
    /** Of each length and nesting. */
    readonly testExamples: number;
    readonly validationShare: number;
    readonly testShare: number;
  };
  readonly curriculum: {
    readonly name: CurriculumName;
    readonly patience: number;
    /** @default 0 */
    readonly minimumImprovement?: number | undefined;
    /** @default stages end only when progress stops */
    readonly learntAccuracy?: number | undefined;
  };
  readonly model: ExecuteModelSettings;
  readonly training: TrainingSettings;
}

/** Settings of the model. */
export interface ExecuteModelSettings extends ModelSettings {
  /** Encoder and decoder, or one LSTM that reads the program and then writes the answer (the paper's). */
  readonly arrangement: "encoderDecoder" | "oneLstm";
  /** Keras's start values, or all weights uniform in ±0.08 and no bias of the forget gate (the paper's). */
  readonly initialization: "keras" | "paper";
}

/** Settings of a trained run, with what they were used on. */
export type RunConfig = ExecuteConfig & RunRecord;

const whole = (minimum: number, maximum: number): z.ZodInt => z.int().min(minimum).max(maximum);
const MANY = 1_000_000_000;

const data = z
  .strictObject({
    from: z.enum(TASKS as [TaskName]).describe("what is learnt"),
    length: whole(1, 100).describe("most digits of a number"),
    nesting: whole(1, MAXIMUM_NESTING).describe("operations that are combined; 1 without programs"),
    scheme: z.enum(INPUT_SCHEMES as [InputScheme]).describe("how the text is read"),
    epochExamples: whole(1, MANY).describe("examples between two reports"),
    validationExamples: whole(1, 1_000_000).describe("examples that a report is made on"),
    testExamples: whole(1, 1_000_000).describe("examples of each length and nesting for scores"),
    validationShare: z.number().min(0.001).max(0.5).describe("share of texts for validation"),
    testShare: z.number().min(0.001).max(0.5).describe("share of texts held out for scores"),
  })
  .refine(({ from, nesting }) => from === "programs" || nesting === 1, {
    path: ["nesting"],
    message: "Addition and copy have no nesting: it must be 1",
  });

const model = z
  .strictObject({
    arrangement: z
      .enum(["encoderDecoder", "oneLstm"])
      .describe("two networks, or one that reads and then writes"),
    initialization: z.enum(["keras", "paper"]).describe("start values of the weights"),
    ...modelSettings,
  })
  .refine(fitsOneLstm("attention", "none"), oneLstmNeeds("attention", "none"))
  .refine(fitsOneLstm("direction", "forward"), oneLstmNeeds("direction", "forward"))
  .refine(fitsOneLstm("tiedEmbeddings", "none"), oneLstmNeeds("tiedEmbeddings", "none"));

const groups = {
  seed: whole(0, 2 ** 31 - 1).describe("decides examples, weights, order and dropout"),
  data,
  curriculum: z.strictObject({
    name: z.enum(CURRICULA as [CurriculumName]).describe("which examples come when"),
    patience: whole(1, 100_000).describe("reports without progress that end a stage"),
    minimumImprovement: z.number().min(0).optional().describe("accuracy that is progress"),
    learntAccuracy: z.number().min(0).max(100).optional().describe("accuracy that ends a stage"),
  }),
  model,
  training: trainingSettings,
};

function fitsOneLstm(name: keyof ModelSettings, value: string) {
  return (settings: ExecuteModelSettings): boolean =>
    settings.arrangement !== "oneLstm" || settings[name] === value;
}

function oneLstmNeeds(
  name: keyof ModelSettings,
  value: string,
): { readonly path: string[]; readonly message: string } {
  return { path: [name], message: `With arrangement oneLstm it must be ${value}` };
}

/** Checks settings; unknown keys are refused, nothing is clamped. */
export const executeSchema: z.ZodType<ExecuteConfig> = z.strictObject(groups);

/** Runs of learning to execute. */
export const RUNS: RunKind<RunConfig> = runKind(
  "learn-to-execute",
  z.strictObject({ ...groups, ...runRecord }),
);
