/** Settings that are lists. */
import { z } from "zod";

/**
 * A setting that is a list; a flag writes it as one text with commas, such as `temp_max,wind`.
 *
 * @param item Checks an item; one that it does not take as a text is read as a number.
 *
 * @example
 * ```ts
 * import { listSetting } from "@encdec/core/command-line";
 * import { assert } from "vitest";
 * import { z } from "zod";
 *
 * const quantiles = listSetting(z.number().gt(0).lt(1), "quantiles that are forecast");
 * assert.deepEqual(quantiles.parse("0.1, 0.9"), [0.1, 0.9]);
 * assert.deepEqual(quantiles.parse([0.5]), [0.5]);
 * ```
 */
export function listSetting<Item>(
  item: z.ZodType<Item>,
  description: string,
): z.ZodType<readonly Item[]> {
  const split = (value: unknown): unknown =>
    typeof value === "string"
      ? value
          .split(",")
          .map((part) => part.trim())
          .filter((part) => part !== "")
          .map((part) => (item.safeParse(part).success ? part : numberOr(part)))
      : value;
  // A flag has one value: its type is that of the text.
  return z.preprocess(split, z.array(item)).meta({ type: "string", description });
}

function numberOr(text: string): string | number {
  return Number.isNaN(Number(text)) ? text : Number(text);
}
