/** Numbers for values, so that comparing and counting them is work on integers. */

/** The number of a value that was never numbered. */
export const UNKNOWN = -1;

/** Gives each different value a number of its own: 0, 1, 2, ... */
export class Numbering<Value> {
  readonly #numbers = new Map<Value, number>();

  /** How many different values have a number. */
  get size(): number {
    return this.#numbers.size;
  }

  /** The numbers of values, new ones for those not seen before. */
  number(values: ArrayLike<Value>): Int32Array {
    const numbers = new Int32Array(values.length);
    for (let index = 0; index < values.length; index++) {
      const value = values[index] as Value;
      const known = this.#numbers.get(value);
      numbers[index] = known ?? this.#numbers.size;
      if (known === undefined) this.#numbers.set(value, this.#numbers.size);
    }
    return numbers;
  }

  /** The numbers of values, {@link UNKNOWN} for those not seen before. */
  find(values: ArrayLike<Value>): Int32Array {
    const numbers = new Int32Array(values.length);
    for (let index = 0; index < values.length; index++) {
      numbers[index] = this.#numbers.get(values[index] as Value) ?? UNKNOWN;
    }
    return numbers;
  }
}
