/** The named weights of a model. */
import { tf } from "../backend/tf.ts";

/** Values of one weight, apart from any engine. */
export interface WeightValues {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** Named variables in the order in which they were made. */
export class Parameters {
  readonly #variables = new Map<string, tf.Variable>();

  /** Makes a weight; the name is the path to it, such as `encoder.0.kernel`. */
  create(name: string, initial: WeightValues): tf.Variable {
    if (this.#variables.has(name)) {
      throw new Error(`Cannot create weight: the name is taken, got "${name}"`);
    }
    const variable = tf.tidy(() =>
      tf.variable(tf.tensor(initial.values, [...initial.shape], "float32")),
    );
    this.#variables.set(name, variable);
    return variable;
  }

  /** All weights as TensorFlow.js variables. */
  get variables(): tf.Variable[] {
    return [...this.#variables.values()];
  }

  /** Names and shapes, in order. */
  get shapes(): ReadonlyMap<string, readonly number[]> {
    return new Map([...this.#variables].map(([name, variable]) => [name, variable.shape]));
  }

  /** How many numbers the weights hold together. */
  get count(): number {
    return this.variables.reduce((sum, variable) => sum + variable.size, 0);
  }

  /** A copy of all values. */
  read(): Map<string, WeightValues> {
    return new Map(
      [...this.#variables].map(([name, variable]) => [
        name,
        { shape: variable.shape, values: new Float32Array(variable.dataSync()) },
      ]),
    );
  }

  /**
   * Replaces all values.
   *
   * @throws {Error} If a weight is missing, unknown, or of another shape; nothing is replaced then.
   */
  write(weights: ReadonlyMap<string, WeightValues>): void {
    this.#checkFit(weights);
    for (const [name, variable] of this.#variables) {
      const { shape, values } = weights.get(name) as WeightValues;
      tf.tidy(() => variable.assign(tf.tensor(values, [...shape], "float32")));
    }
  }

  /** Frees all weights; the model cannot be used afterwards. */
  dispose(): void {
    for (const variable of this.variables) variable.dispose();
    this.#variables.clear();
  }

  #checkFit(weights: ReadonlyMap<string, WeightValues>): void {
    for (const name of weights.keys()) {
      if (!this.#variables.has(name)) {
        throw new Error(`Cannot load weights: the model has no weight "${name}"`);
      }
    }
    for (const [name, variable] of this.#variables) {
      const shape = weights.get(name)?.shape;
      if (shape?.join() !== variable.shape.join()) {
        throw new Error(
          `Cannot load weights: "${name}" must have shape [${variable.shape.join(", ")}], got ${shape ? `[${shape.join(", ")}]` : "none"}`,
        );
      }
    }
  }
}
