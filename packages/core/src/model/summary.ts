/** Layers, shapes and numbers of weights of a model. */
import type { Parameters } from "./parameters.ts";

/** A layer in a summary. */
export interface LayerDescription {
  /** Path to its weights, such as `encoder.0`. */
  readonly name: string;
  /** What it is. */
  readonly layer: string;
  /** Numbers, and names of the axes that differ from batch to batch. */
  readonly outputShape: readonly (string | number)[];
}

/** A layer with the number of its weights. */
export interface LayerSummary extends LayerDescription {
  readonly parameters: number;
}

/** A model at a glance. */
export interface ModelSummary {
  /** From input to output. */
  readonly layers: readonly LayerSummary[];
  /** Numbers in all weights together. */
  readonly parameters: number;
  /** The same as a table. */
  readonly text: string;
}

/** Counts the weights of each layer; weights of no layer that is described get a row of their own. */
export function summarize(
  parameters: Parameters,
  descriptions: readonly LayerDescription[],
): ModelSummary {
  const counts = new Map<string, number>(descriptions.map(({ name }) => [name, 0]));
  for (const [weight, shape] of parameters.shapes) {
    const size = shape.reduce((product, length) => product * length, 1);
    const owner = descriptions.find(({ name }) => weight === name || weight.startsWith(`${name}.`));
    const name = owner?.name ?? weight;
    counts.set(name, (counts.get(name) ?? 0) + size);
  }
  const layers = [...counts].map(([name, count]) => ({
    ...(descriptions.find((layer) => layer.name === name) ?? { name, layer: "", outputShape: [] }),
    parameters: count,
  }));
  return { layers, parameters: parameters.count, text: table(layers, parameters.count) };
}

function table(layers: readonly LayerSummary[], total: number): string {
  const count = (value: number): string => value.toLocaleString("en-US");
  const rows = [
    ["name", "layer", "output shape", "parameters"],
    ...layers.map(({ name, layer, outputShape, parameters }) => [
      name,
      layer,
      outputShape.length === 0 ? "" : `[${outputShape.join(", ")}]`,
      count(parameters),
    ]),
    ["total", "", "", count(total)],
  ];
  const widths = [0, 1, 2, 3].map((column) =>
    Math.max(...rows.map((row) => (row[column] as string).length)),
  );
  const line = (row: readonly string[]): string =>
    row
      .map((text, column) => {
        const width = widths[column] as number;
        return column === 3 ? text.padStart(width) : text.padEnd(width);
      })
      .join("  ");
  return rows.map(line).join("\n");
}
