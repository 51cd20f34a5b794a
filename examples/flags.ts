/** Numbers on the command lines of the examples. */
import { UsageError } from "@encdec/core/command-line";

/** Reads a number above 0 and at most `most`. */
export function positiveNumber(
  flag: string,
  most = Number.POSITIVE_INFINITY,
): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!(value > 0 && value <= most)) {
      const limit = Number.isFinite(most) ? ` and at most ${most}` : "";
      throw new UsageError(
        `Cannot run the command: ${flag} must be a number above 0${limit}, got "${text}"`,
      );
    }
    return value;
  };
}
