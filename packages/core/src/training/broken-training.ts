/** Notices that training has broken, and guesses why. */
import { tf } from "../backend/tf.ts";

/** Training cannot go on: the loss or a gradient is no finite number, or the loss explodes. */
export class BrokenTrainingError extends Error {
  override readonly name = "BrokenTrainingError";
}

/** A loss this many times that of the untrained weights is no learning. */
const EXPLOSION = 1000;

/** Broken steps in a row that skipping or halving may cost. */
export const MOST_BROKEN_STEPS = 10;

/** What is wrong with a step, as "must be ..., got ..."; nothing when it is sound. */
export function problemOf(step: {
  readonly loss: number;
  readonly tokenCount: number;
  /** Mean loss of the first step; 0 before it. */
  readonly firstLoss: number;
}): string | undefined {
  const { loss, tokenCount, firstLoss } = step;
  if (!(tokenCount > 0)) return `a step must have target tokens, got ${tokenCount}`;
  if (!Number.isFinite(loss)) return `the loss must be a finite number, got ${loss}`;
  if (firstLoss !== 0 && Math.abs(loss) > EXPLOSION * Math.max(1, Math.abs(firstLoss))) {
    return `the loss must stay below ${EXPLOSION} times the first, ${firstLoss.toPrecision(4)}, got ${loss.toPrecision(4)}`;
  }
  return undefined;
}

/** Why a step may have broken, most likely first; reads the numbers of its batches. */
export function likelyCause(
  batches: readonly unknown[],
  step: { readonly tokenCount: number; readonly learningRate: number },
): string {
  if (!(step.tokenCount > 0)) return "empty targets";
  const found: Findings = { largest: 0 };
  for (const [index, batch] of batches.entries()) {
    look(batch, batches.length === 1 ? "batch" : `batches[${index}]`, found);
  }
  if (found.notFinite) return `the data holds ${found.notFinite}`;
  if (found.largest > 1000) {
    return `inputs or targets that are not scaled (the largest is ${found.largest.toPrecision(3)})`;
  }
  return `a learning rate of ${Number(step.learningRate.toPrecision(3))} is too high`;
}

interface Findings {
  notFinite?: string;
  /** Largest absolute value among real numbers; ids do not count. */
  largest: number;
}

function look(value: unknown, path: string, found: Findings, depth = 0): void {
  if (found.notFinite || depth > 5 || typeof value !== "object" || value === null) return;
  if (value instanceof tf.Tensor) {
    if (value.dtype === "float32") lookAtNumbers(value.dataSync(), path, found);
  } else if (value instanceof Float32Array || value instanceof Float64Array) {
    lookAtNumbers(value, path, found);
  } else if (Array.isArray(value) && value.every((item) => typeof item === "number")) {
    lookAtNumbers(value, path, found);
  } else if (!ArrayBuffer.isView(value)) {
    const inArray = Array.isArray(value);
    for (const [key, child] of Object.entries(value)) {
      look(child, inArray ? `${path}[${key}]` : `${path}.${key}`, found, depth + 1);
    }
  }
}

function lookAtNumbers(values: ArrayLike<number>, path: string, found: Findings): void {
  let isWhole = true;
  let largest = 0;
  for (let index = 0; index < values.length; index++) {
    const value = values[index] as number;
    if (!Number.isFinite(value)) {
      found.notFinite = `${value} at ${path}[${index}]`;
      return;
    }
    isWhole &&= Number.isInteger(value);
    largest = Math.max(largest, Math.abs(value));
  }
  if (!isWhole) found.largest = Math.max(found.largest, largest);
}
