/** Callbacks of training for the command line: TensorBoard files and the report of `--inspect`. */
import { TensorboardWriter } from "../persistence/tensorboard.ts";
import type { TrainingInspection } from "../training/inspection.ts";
import type { TrainingCallback } from "../training/train-options.ts";
import { formatTable } from "./table.ts";

/**
 * Writes losses, rates, norms and metrics for TensorBoard.
 *
 * @throws {Error} If the engine is not TensorFlow.
 */
export function tensorboardCallback(folder: string): TrainingCallback {
  const writer = new TensorboardWriter(folder);
  return {
    onStep: ({ step, loss, learningRate, gradientNorm, tokensPerSecond }) =>
      writer.write(step, {
        "training/loss": loss,
        "training/learningRate": learningRate,
        "training/gradientNorm": gradientNorm,
        "training/tokensPerSecond": tokensPerSecond,
      }),
    onReport: ({ step, validation }) => {
      const scalars = Object.entries(validation).map(([name, value]) => [
        `validation/${name}`,
        value,
      ]);
      writer.write(step, Object.fromEntries(scalars));
      writer.flush();
    },
    onEnd: () => writer.close(),
  };
}

/** Gradients this many times smaller than the median show where little is learnt. */
const BOTTLENECK = 1000;

/** The tables of `--inspect`, with a sentence for each bottleneck. */
export function formatInspection(inspection: TrainingInspection): string {
  const { step, weights, layers } = inspection;
  const number = (value: number): string => value.toPrecision(3);
  const tables = [
    formatTable(
      [`weights at step ${step}`, "norm", "gradient norm", "gradient / weight"],
      weights.map(({ name, weightNorm, gradientNorm }) => [
        name,
        number(weightNorm),
        number(gradientNorm),
        number(weightNorm === 0 ? 0 : gradientNorm / weightNorm),
      ]),
    ),
  ];
  if (layers.length > 0) {
    tables.push(
      formatTable(
        ["outputs", "mean", "deviation", "largest", "zero %", "beyond 0.99 %"],
        layers.map((layer) => [
          layer.name,
          number(layer.mean),
          number(layer.standardDeviation),
          number(layer.largest),
          100 * layer.zeroShare,
          100 * layer.saturatedShare,
        ]),
      ),
    );
  }
  return [...tables, ...bottlenecks(inspection)].join("\n");
}

function bottlenecks({ weights, layers }: TrainingInspection): string[] {
  const norms = weights.map(({ gradientNorm }) => gradientNorm).sort((a, b) => a - b);
  const median = norms[Math.floor(norms.length / 2)] ?? 0;
  return [
    ...weights
      .filter(({ gradientNorm }) => gradientNorm * BOTTLENECK < median)
      .map(({ name }) => `bottleneck: hardly any gradient reaches ${name}`),
    ...layers
      .filter(({ saturatedShare, largest }) => saturatedShare > 0.5 && largest <= 1)
      .map(({ name }) => `bottleneck: more than half of the outputs of ${name} are saturated`),
    ...layers
      .filter(({ standardDeviation }) => standardDeviation < 1e-4)
      .map(({ name }) => `bottleneck: the outputs of ${name} hardly differ`),
  ];
}
