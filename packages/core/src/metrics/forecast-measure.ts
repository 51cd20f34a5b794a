/** What a forecast measure is, and the windows that it compares. */

/** Values of windows: row-major, `[samples, horizon, variables]`; a tensor's data and shape fit. */
export interface WindowValues {
  readonly values: ArrayLike<number>;
  readonly shape: readonly [samples: number, horizon: number, variables: number];
}

/** Where a value stands in its windows. */
export interface WindowPlace {
  /** In the flat values. */
  readonly index: number;
  readonly sample: number;
  readonly variable: number;
}

/** A measure of forecasts: numbers of each value that add up, and the score of their sum. */
export interface ForecastMeasure<Forecasts = WindowValues> {
  /** As error sentences name it. */
  readonly name: string;
  /** How many numbers a value has. */
  readonly columns: number;
  /** Makes the function that gives the numbers of one value; it may look at all values first. */
  readonly compare: (
    forecasts: Forecasts,
    actuals: WindowValues,
  ) => (place: WindowPlace) => readonly number[];
  /** The score of a sum of such numbers, `[columns]`. */
  readonly score: (sums: ArrayLike<number>) => number;
}

/** A measure that is the mean of one number a value, or of the numbers that are not left out. */
export function meanMeasure(
  name: string,
  term: (forecast: number, actual: number) => number | undefined,
  finish: (mean: number) => number = (mean) => mean,
): ForecastMeasure {
  return {
    name,
    columns: 2,
    compare: (forecasts, actuals) => {
      checkWindows(name, forecasts, actuals);
      return ({ index }) => {
        const number = term(forecasts.values[index] as number, actuals.values[index] as number);
        return number === undefined ? [0, 0] : [number, 1];
      };
    },
    score: (sums) => finish((sums[0] as number) / (sums[1] as number)),
  };
}

/** @throws {RangeError} If there are no values, shapes differ or a shape does not hold its values. */
export function checkWindows(
  name: string,
  windows: WindowValues,
  others: WindowValues = windows,
): void {
  for (const { values, shape } of [windows, others]) {
    const size = shape.reduce((product, length) => product * length, 1);
    if (size === 0 || values.length !== size) {
      throw new RangeError(
        `Cannot compute ${name}: values must fill a shape of at least one value, got ${values.length} values of shape [${shape.join(", ")}]`,
      );
    }
  }
  if (windows.shape.some((length, axis) => length !== others.shape[axis])) {
    throw new RangeError(
      `Cannot compute ${name}: forecasts and actuals must have the same shape, got [${windows.shape.join(", ")}] and [${others.shape.join(", ")}]`,
    );
  }
}
