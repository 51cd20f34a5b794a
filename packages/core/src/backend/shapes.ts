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

/** Batch, steps and features of a recurrent layer's input: sequences, what is repeated, or a table and the ids of its rows. */
export function sequenceShape(
  operation: string,
  {
    input,
    repeat = 0,
    ids,
  }: {
    readonly input: tf.Tensor;
    readonly repeat?: number | undefined;
    readonly ids?: tf.Tensor2D | undefined;
  },
): readonly [batch: number, steps: number, features: number] {
  if (ids && (repeat > 0 || ids.dtype !== "int32" || ids.shape.length !== 2 || ids.size === 0)) {
    throw new RangeError(
      `Cannot run ${operation}: ids must be int32 [batch, steps] without repeat, got ${ids.dtype} [${ids.shape.join(", ")}]${repeat > 0 ? ` with repeat ${repeat}` : ""}`,
    );
  }
  const rank = repeat > 0 || ids ? 2 : 3;
  if (input.shape.length !== rank || input.size === 0) {
    throw new RangeError(
      `Cannot run ${operation}: input must have ${rank} axes, none of them empty, got [${input.shape.join(", ")}]`,
    );
  }
  if (ids) return [...ids.shape, input.shape[1] as number];
  const [batch = 0, steps = 0, features = 0] = input.shape;
  return repeat > 0 ? [batch, repeat, steps] : [batch, steps, features];
}
