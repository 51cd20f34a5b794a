/** Gradients of one step over one or several batches. */
import type { SeedSource } from "../backend/dropout.ts";
import { tf } from "../backend/tf.ts";
import type { StepGradients, TrainOptions } from "./train-options.ts";

/**
 * Gradients of the mean loss over all tokens of the batches; the caller disposes of them.
 *
 * Batches are run one after the other and their gradients added: memory for one is enough.
 */
export function stepGradients<Batch>(
  batches: readonly Batch[],
  options: Pick<TrainOptions<Batch>, "parameters" | "loss" | "tokenCount"> & {
    readonly seeds: SeedSource;
  },
): StepGradients {
  const { variables } = options.parameters;
  const tokenCount = batches.reduce((sum, batch) => sum + options.tokenCount(batch), 0);
  if (!(tokenCount > 0)) return { gradients: variables.map(zerosLike), loss: 0, tokenCount };
  let loss = 0;
  let gradients: tf.Tensor[] = [];
  for (const batch of batches) {
    const previous = gradients;
    try {
      gradients = tf.tidy(() => {
        // Dividing here costs nothing: the factor runs through the backward pass.
        const mean = (): tf.Scalar => tf.div(options.loss(batch, options), tokenCount);
        const { value, grads } = tf.variableGrads(mean, [...variables]);
        loss += value.dataSync()[0] ?? Number.NaN;
        return variables.map((variable, index) => {
          // A weight that the loss does not depend on has no gradient.
          const gradient = grads[variable.name] ?? zerosLike(variable);
          const sum = previous[index];
          return sum ? tf.add(sum, gradient) : gradient;
        });
      });
    } finally {
      tf.dispose(previous);
    }
  }
  return { gradients, loss, tokenCount };
}

function zerosLike(variable: tf.Variable): tf.Tensor {
  return tf.zeros(variable.shape);
}
