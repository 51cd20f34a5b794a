/** Flags that count. */
import { UsageError } from "./usage-error.ts";

/**
 * The value of a flag that counts.
 *
 * @throws {UsageError} If it is no whole number of at least `minimum`.
 */
export function wholeNumber(flag: string, value: string, minimum: number): number {
  const number = Number(value);
  if (value.trim() === "" || !Number.isSafeInteger(number) || number < minimum) {
    throw new UsageError(
      `Cannot run the command: ${flag} must be a whole number of at least ${minimum}, got "${value}"`,
    );
  }
  return number;
}

/** Reads the value of such a flag: what an option of a command is made with. */
export function readWholeNumber(flag: string, minimum = 1): (value: string) => number {
  return (value) => wholeNumber(flag, value, minimum);
}
