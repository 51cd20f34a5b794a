/** Numbers on the command lines of the examples. */
import { UsageError } from "@encdec/core/command-line";

/** Reads a whole number of at least `least`. */
export function wholeNumber(name: string, least = 1): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < least) {
      throw new UsageError(
        `Cannot run the example: --${name} must be a whole number of at least ${least}, got "${text}"`,
      );
    }
    return value;
  };
}

/** Reads a number above 0 and at most `most`. */
export function positiveNumber(
  name: string,
  most = Number.POSITIVE_INFINITY,
): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!(value > 0 && value <= most)) {
      const limit = Number.isFinite(most) ? ` and at most ${most}` : "";
      throw new UsageError(
        `Cannot run the example: --${name} must be a number above 0${limit}, got "${text}"`,
      );
    }
    return value;
  };
}
