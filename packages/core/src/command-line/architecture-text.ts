/** A model's settings as a few words. */

/** What every app's model has, and what belongs to it alone. */
export interface ArchitectureWords {
  /** Such as "encoder-decoder" or "repeat vector". */
  readonly kind: string;
  readonly cell: string;
  readonly layers: number;
  readonly units: number;
  readonly direction: string;
  readonly attention: string;
  readonly more?: readonly string[];
}

const CELLS: { readonly [cell: string]: string } = {
  lstm: "LSTM",
  gru: "GRU",
  layerNormLstm: "layer-normalised LSTM",
};

/**
 * "LSTM encoder-decoder, 1 x 256, bidirectional, general attention".
 *
 * @example
 * ```ts
 * import { architectureText } from "@encdec/core/command-line";
 * import { assert } from "vitest";
 *
 * const model = { kind: "repeat vector", cell: "gru", layers: 2, units: 64, direction: "forward", attention: "none" };
 * assert.equal(architectureText(model), "GRU repeat vector, 2 x 64, no attention");
 * ```
 */
export function architectureText(words: ArchitectureWords): string {
  const { kind, cell, layers, units, direction, attention, more = [] } = words;
  return [
    `${CELLS[cell] ?? cell} ${kind}`,
    `${layers} x ${units}`,
    ...(direction === "forward" ? [] : ["bidirectional"]),
    attention === "none" ? "no attention" : `${attention} attention`,
    ...more,
  ].join(", ");
}
