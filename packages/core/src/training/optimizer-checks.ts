/** Which options an optimizer's rule reads, and their ranges. */
import type { OptimizerRule } from "../backend/optimizer-options.ts";
import type { OptimizerOptions } from "./optimizer.ts";

const READ: Record<OptimizerRule, readonly (keyof OptimizerOptions)[]> = {
  sgd: ["momentum"],
  rmsprop: ["momentum", "decay", "epsilon"],
  adagrad: ["epsilon"],
  adam: ["beta1", "beta2", "epsilon"],
  adamw: ["beta1", "beta2", "epsilon", "weightDecay"],
};

const ALWAYS: readonly (keyof OptimizerOptions)[] = [
  "rule",
  "learningRate",
  "clipNorm",
  "clipValue",
];

/**
 * Gives the options back when they are sound.
 *
 * @throws {RangeError} If an option is out of its range or not read by the rule.
 */
export function checkOptimizer(options: OptimizerOptions): OptimizerOptions {
  const { rule = "adam" } = options;
  const rules = Object.keys(READ);
  if (!rules.includes(rule)) fail("rule", `must be one of ${rules.join(", ")}`, rule);
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined) continue;
    const key = name as keyof OptimizerOptions;
    if (!ALWAYS.includes(key) && !READ[rule].includes(key)) {
      fail(name, `is nothing that ${rule} reads`, value);
    }
  }
  const { learningRate, epsilon, clipNorm, clipValue, weightDecay } = options;
  for (const [name, value] of Object.entries({ learningRate, epsilon, clipNorm, clipValue })) {
    if (value !== undefined && !(value > 0)) fail(name, "must be above 0", value);
  }
  const { momentum, beta1, beta2, decay } = options;
  for (const [name, value] of Object.entries({ momentum, beta1, beta2, decay })) {
    if (value !== undefined && !(value >= 0 && value < 1)) fail(name, "must be in [0, 1)", value);
  }
  if (weightDecay !== undefined && !(weightDecay >= 0)) {
    fail("weightDecay", "must be at least 0", weightDecay);
  }
  return options;
}

function fail(name: string, why: string, value: unknown): never {
  throw new RangeError(`Cannot make the optimizer: ${name} ${why}, got ${value}`);
}
