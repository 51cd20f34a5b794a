/** The options of beam search that verbs share. */
import { type Command, Option } from "commander";
import { UsageError } from "./usage-error.ts";
import { wholeNumber } from "./whole-number.ts";

const LENGTH_PENALTIES = ["none", "wu", "average"] as const;

/** Values of the flags. */
export interface BeamFlags {
  readonly beamSize?: string;
  readonly lengthPenalty?: (typeof LENGTH_PENALTIES)[number];
  readonly alpha?: string;
}

/** What was asked for; nothing where nothing was. */
export interface BeamSettings {
  readonly beamSize?: number;
  readonly lengthPenalty?: {
    readonly kind: (typeof LENGTH_PENALTIES)[number];
    readonly alpha?: number;
  };
}

/** Adds `--beam-size`, `--length-penalty` and `--alpha`. */
export function addBeamOptions(command: Command, defaults: { readonly beamSize: number }): Command {
  return command
    .option(
      "--beam-size <number>",
      `hypotheses followed at each step; 1 is greedy (default: ${defaults.beamSize})`,
    )
    .addOption(
      new Option(
        "--length-penalty <kind>",
        "how hypotheses of different lengths are compared",
      ).choices(LENGTH_PENALTIES),
    )
    .option("--alpha <number>", "strength of the length penalty: 0 for none");
}

/**
 * Reads the flags.
 *
 * @throws {UsageError} If a value is out of range, or `--alpha` stands without a penalty that takes it.
 */
export function beamSettingsOf({ beamSize, lengthPenalty, alpha }: BeamFlags): BeamSettings {
  if (alpha !== undefined && (lengthPenalty ?? "none") === "none") {
    throw new UsageError(
      `Cannot run the command: --alpha needs --length-penalty wu or average, got ${lengthPenalty ?? "no --length-penalty"}`,
    );
  }
  return {
    ...(beamSize !== undefined && { beamSize: wholeNumber("--beam-size", beamSize, 1) }),
    ...(lengthPenalty !== undefined && {
      lengthPenalty: {
        kind: lengthPenalty,
        ...(alpha !== undefined && { alpha: notNegative("--alpha", alpha) }),
      },
    }),
  };
}

function notNegative(flag: string, value: string): number {
  const number = Number(value);
  if (value.trim() === "" || !(number >= 0 && number < Number.POSITIVE_INFINITY)) {
    throw new UsageError(
      `Cannot run the command: ${flag} must be a number of 0 or more, got "${value}"`,
    );
  }
  return number;
}
