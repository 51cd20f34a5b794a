/** One step of training: gradients, a look at them, the update. */
import { tf } from "../backend/tf.ts";
import { Random } from "../data/random.ts";
import {
  BrokenTrainingError,
  likelyCause,
  MOST_BROKEN_STEPS,
  problemOf,
} from "./broken-training.ts";
import { inspectTraining } from "./inspection.ts";
import { stepGradients } from "./step-gradients.ts";
import { tellStep } from "./step-progress.ts";
import type { StepGradients } from "./train-options.ts";
import type { TrainingRun } from "./training-run.ts";

/** One update of the weights, or none when the step is broken and may be left out. */
export async function trainStep<Batch>(
  run: TrainingRun<Batch>,
  group: readonly Batch[],
): Promise<void> {
  const { options, position, optimizer } = run;
  const { schedule, seed = 0, combineGradients } = options;
  const { epoch, reports } = position;
  const step = position.step + 1;
  const learningRate =
    options.optimizer.learningRate *
    position.rateFactor *
    (schedule?.({ step, epoch, reports }) ?? 1);
  const random = Random.fromSeed(seed).fork(`step ${step}`);
  const own = stepGradients(group, { ...options, seeds: () => random.integer(2 ** 32) });
  let combined = own;
  try {
    if (combineGradients) combined = await combineGradients(own);
    const { loss, tokenCount, gradients } = combined;
    const problem = problemOf({ loss, tokenCount, firstLoss: position.firstLoss });
    if (problem) return breakStep(run, group, { problem, tokenCount, learningRate });
    await run.checkpoint();
    if (options.inspect && position.step === position.reportedStep) inspect(run, group, combined);
    const { gradientNorm, applied } = optimizer.apply(gradients, learningRate);
    if (!applied) {
      const broken = `the gradients must be finite, got a global norm of ${gradientNorm}`;
      return breakStep(run, group, { problem: broken, tokenCount, learningRate });
    }
    run.position = {
      ...run.position,
      step,
      learningRate,
      batches: position.batches + group.length,
      lossSum: position.lossSum + loss * tokenCount,
      tokens: position.tokens + tokenCount,
      firstLoss: position.firstLoss || loss,
      brokenSteps: 0,
    };
    run.count(tokenCount);
    tellStep(run, gradientNorm);
  } finally {
    tf.dispose([...own.gradients, ...combined.gradients]);
  }
}

/** Stops, or leaves the step out. */
function breakStep<Batch>(
  run: TrainingRun<Batch>,
  group: readonly Batch[],
  found: {
    readonly problem: string;
    readonly tokenCount: number;
    readonly learningRate: number;
  },
): void {
  const { position, savedStep } = run;
  const { onBroken = "stop" } = run.options;
  const step = position.step + 1;
  const batch = position.batches + 1;
  const where = `at step ${step} (epoch ${position.epoch}, batch ${batch})`;
  const cause = likelyCause(group, found);
  const broken = `${found.problem} ${where}; likely cause: ${cause}`;
  const brokenSteps = position.brokenSteps + 1;
  if (onBroken === "stop" || brokenSteps > MOST_BROKEN_STEPS) {
    const kept = savedStep === undefined ? "" : `; the state of step ${savedStep} is kept`;
    throw new BrokenTrainingError(`Cannot go on training: ${broken}${kept}`);
  }
  if (onBroken === "halve") run.revert();
  run.position = {
    ...run.position,
    step,
    batches: position.batches + group.length,
    brokenSteps,
    rateFactor: position.rateFactor * (onBroken === "halve" ? 0.5 : 1),
  };
  const done = onBroken === "halve" ? "the learning rate was halved" : "the step was left out";
  run.notice(`${done}: ${broken}`);
}

function inspect<Batch>(
  run: TrainingRun<Batch>,
  group: readonly Batch[],
  step: StepGradients,
): void {
  const { parameters, inspect: inspection, callbacks = [] } = run.options;
  const [batch] = group;
  const { gradients } = step;
  tf.tidy(() => {
    const layerOutputs = batch === undefined ? undefined : inspection?.layerOutputs?.(batch);
    const number = run.position.step + 1;
    const found = inspectTraining({ step: number, parameters, gradients, layerOutputs });
    for (const callback of callbacks) callback.onInspection?.(found);
  });
}
