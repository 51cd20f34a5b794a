/** Checks of the shapes that an operation is called with. */
import type { tf } from "./tf.ts";

/**
 * Compares a tensor's shape with the expected one; an absent tensor fits.
 *
 * @throws {RangeError} `Cannot run <operation>: <name> must have shape [...], got [...]`.
 */
export function checkShape(
  operation: string,
  shapes: { readonly [name: string]: readonly [tf.Tensor | undefined, readonly number[]] },
): void {
  for (const [name, [tensor, expected]] of Object.entries(shapes)) {
    if (tensor && tensor.shape.join() !== expected.join()) {
      throw new RangeError(
        `Cannot run ${operation}: ${name} must have shape [${expected.join(", ")}], got [${tensor.shape.join(", ")}]`,
      );
    }
  }
}

/** Batch, steps and features of a recurrent layer's input. */
export function sequenceShape(
  operation: string,
  input: tf.Tensor,
  repeat: number,
): readonly [batch: number, steps: number, features: number] {
  const rank = repeat > 0 ? 2 : 3;
  if (input.shape.length !== rank || input.size === 0) {
    throw new RangeError(
      `Cannot run ${operation}: input must have ${rank} axes, none of them empty, got [${input.shape.join(", ")}]`,
    );
  }
  const [batch = 0, steps = 0, features = 0] = input.shape;
  return repeat > 0 ? [batch, repeat, steps] : [batch, steps, features];
}
