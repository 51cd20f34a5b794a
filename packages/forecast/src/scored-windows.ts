/** The windows that systems are scored on, with what came to pass in them and the units of the training rows. */
import type { Windows } from "@encdec/core";
import type { ForecastData, PartedData } from "./data.ts";
import type { Forecaster, WindowSet } from "./decode.ts";
import { type ScoredWindows, unitsOf } from "./scores.ts";
import { seasonOf } from "./season.ts";

/** Which windows are scored. */
export interface ScoringOptions {
  /** What the run was trained on: the units are those of its training rows. */
  readonly data: ForecastData;
  /** Series whose test rows are scored; their names are those of `data`. @default data */
  readonly tested?: PartedData | undefined;
  /** Rows from one test window to the next. @default 1 */
  readonly stride?: number | undefined;
}

/** What systems are scored on. */
export interface Scoring {
  readonly set: WindowSet;
  readonly scored: ScoredWindows;
  /** Windows that are not in the set, since a value is missing that came to pass. */
  readonly leftOut: number;
  /** Rows after which series repeat; 1 where no season was found. */
  readonly seasonLength: number;
  /** Targets of each tested series. */
  readonly columns: readonly (readonly Float32Array[])[];
  /** Training rows of the targets of each tested series. */
  readonly training: readonly (readonly Float32Array[])[];
}

/**
 * All test windows whose values are known.
 *
 * @throws {Error} If there is none.
 */
export function scoredWindows(forecaster: Forecaster, options: ScoringOptions): Scoring {
  const { data, tested = data, stride = 1 } = options;
  const { targets } = forecaster.encoder.roles;
  const all = forecaster.windowSet(tested, "test", stride);
  const set = { ...all, windows: knownWindows(forecaster, all) };
  const seasonLength = forecaster.config.data.seasonLength ?? seasonOf(data, targets);
  const training = tested.series.map(({ name }) => {
    const { columns, split } = trainedSeries(data, name);
    return targets.map((place) =>
      (columns[place] as Float32Array).subarray(split.train.from, split.train.to),
    );
  });
  const { windows } = set;
  return {
    set,
    scored: {
      actuals: forecaster.actuals(set),
      seriesOf: (sample) => windows.at(sample).series,
      units: unitsOf(training, seasonLength),
    },
    leftOut: all.windows.count - windows.count,
    seasonLength,
    columns: tested.series.map(({ columns }) =>
      targets.map((place) => columns[place] as Float32Array),
    ),
    training,
  };
}

/** The series of a name. @throws {RangeError} If there is none. */
export function trainedSeries(data: ForecastData, name: string): ForecastData["series"][number] {
  const found = data.series.find((own) => own.name === name);
  if (found) return found;
  const names = data.series.slice(0, 10).map((own) => JSON.stringify(own.name));
  throw new RangeError(
    `Cannot score a series: its name must be one of ${names.join(", ")}, which the run was trained on, got "${name}"`,
  );
}

function knownWindows(forecaster: Forecaster, { series, windows }: WindowSet): Windows {
  if (forecaster.config.data.missing !== "mask") return windows;
  const { targets } = forecaster.encoder.roles;
  const isKnown = (index: number): boolean => {
    const { series: own, origin } = windows.at(index);
    return targets.every((place) =>
      series[own]?.columns[place]
        ?.subarray(origin, origin + windows.horizon)
        .every((value) => !Number.isNaN(value)),
    );
  };
  const known = Uint32Array.from(
    [...Array(windows.count).keys()].filter((index) => isKnown(index)),
  );
  if (known.length === 0) {
    throw new Error(
      `Cannot evaluate: the values of at least one test window must be known, got ${windows.count} windows with missing ones`,
    );
  }
  return { ...windows, count: known.length, at: (index) => windows.at(known[index] as number) };
}
