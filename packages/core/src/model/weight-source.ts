/** Makes the named weights of linear layers. */
import type { tf } from "../backend/tf.ts";
import { constant, initialKernel, type StartValues } from "./initializers.ts";
import type { Parameters } from "./parameters.ts";

/** Creates weights in a model's {@link Parameters}, with the start values that its settings ask for. */
export class WeightSource {
  readonly parameters: Parameters;
  readonly start: StartValues;

  constructor(parameters: Parameters, start: StartValues) {
    this.parameters = parameters;
    this.start = start;
  }

  /** Weights of a linear layer, `[inputs, outputs]`. */
  kernel(name: string, inputs: number, outputs: number): tf.Tensor2D {
    return this.parameters.create(
      name,
      initialKernel([inputs, outputs], this.start),
    ) as tf.Tensor2D;
  }

  /** Zeros, `[size]`. */
  bias(name: string, size: number): tf.Tensor1D {
    return this.parameters.create(name, constant([size], 0)) as tf.Tensor1D;
  }
}
