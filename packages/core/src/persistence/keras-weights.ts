/** Weights from and to Keras, whose layouts are this library's. */
import type { WeightValues } from "../model/parameters.ts";
import {
  checkLayerNames,
  ForeignFile,
  type ImportOptions,
  type LayerKind,
  type LayerNames,
  type ModelLayer,
  type ModelWeight,
  modelLayers,
  type NamedWeights,
  zeroBias,
} from "./foreign-weights.ts";
import { findKerasLayers } from "./keras-layers.ts";

/** Keras's names of the parts of a layer, in the order in which it lists them. */
const PARTS: { readonly [Kind in LayerKind]: readonly string[] } = {
  recurrent: ["kernel", "recurrent_kernel", "bias"],
  dense: ["kernel", "bias"],
  embedding: ["embeddings"],
  other: [],
};

/** State of the optimizer and of random numbers: no weights. */
const NO_WEIGHT = /^optimizer|(^|\/)seed_generator/;

/**
 * A model's weights from those of Keras 3, named as in a `.weights.h5` file or by the `path` of each variable.
 *
 * Layers are found by kind and order, the encoder's first. These go before others: names with "encoder" or "source", then
 * bidirectional layers, then lower numbers at the end. A bias that Keras's layer does not have becomes zeros.
 *
 * @param shapes Names and shapes of the model: `model.parameters.shapes`.
 * @returns What `model.parameters.write` takes.
 * @throws {Error} If a weight is missing, left over or of another shape, or the layers cannot be told apart.
 *
 * @example
 * ```ts
 * import { importKerasWeights } from "@encdec/core/persistence";
 * import { assert } from "vitest";
 *
 * const file = new Map([
 *   ["layers/dense/vars/0", { shape: [1, 2], values: Float32Array.of(1, 2) }],
 *   ["layers/dense/vars/1", { shape: [2], values: Float32Array.of(3, 4) }],
 * ]);
 * const weights = importKerasWeights(file, new Map([["output.kernel", [1, 2]], ["output.bias", [2]]]));
 * assert.deepEqual(weights.get("output.bias")?.values, Float32Array.of(3, 4));
 * ```
 */
export function importKerasWeights(
  weights: NamedWeights,
  shapes: ReadonlyMap<string, readonly number[]>,
  options: ImportOptions = {},
): Map<string, WeightValues> {
  const arrays = [...weights].filter(([name]) => !NO_WEIGHT.test(name));
  const file = new ForeignFile("Keras", new Map(arrays));
  const layers = modelLayers(shapes);
  const places = findKerasLayers(file, layers, options.layers);
  const result = new Map<string, WeightValues>();
  for (const { name: layer, kind, weights: parts } of layers) {
    const place = places.get(layer) ?? layer;
    for (const weight of parts) {
      const name = arrayOf(file, kind, weight, place);
      if (name !== undefined) result.set(weight.name, file.take(name, weight));
      else if (weight.role === "bias") result.set(weight.name, zeroBias(weight));
      else throw file.refusal(`"${weight.name}" is missing, got nothing for it at "${place}"`);
    }
  }
  file.finish(options.unused);
  return result;
}

/**
 * A model's weights as Keras 3 names and lays them out, for `encodeSafetensors`: under the `path` of each variable.
 *
 * @param options.layers Keras's name of a layer by its name here, such as `{ "encoder.0": "lstm" }`.
 *   @default the name here with `_` for each dot: `encoder_0`, `encoder_embeddings`, `output`
 * @throws {Error} If a given layer is none of the model's, or one is a layer-normalised LSTM.
 *
 * @example
 * ```ts
 * import { exportKerasWeights } from "@encdec/core/persistence";
 * import { assert } from "vitest";
 *
 * const bias = { shape: [2], values: Float32Array.of(3, 4) };
 * const kernel = { shape: [1, 2], values: Float32Array.of(1, 2) };
 * const weights = new Map([["output.kernel", kernel], ["output.bias", bias]]);
 * const exported = exportKerasWeights(weights, { layers: { output: "dense" } });
 * assert.deepEqual([...exported.keys()], ["dense/kernel", "dense/bias"]);
 * ```
 */
export function exportKerasWeights(
  weights: NamedWeights,
  options: { readonly layers?: LayerNames | undefined } = {},
): Map<string, WeightValues> {
  const layers = modelLayers(new Map([...weights].map(([name, { shape }]) => [name, shape])));
  const names = layers.map(({ name }) => name);
  checkLayerNames("write", options.layers ?? {}, names);
  return new Map(
    layers.flatMap((layer) => {
      const name = options.layers?.[layer.name] ?? layer.name.replaceAll(".", "_");
      return layer.weights.map((weight): [string, WeightValues] => [
        [name, ...pathInLayer(layer, weight)].join("/"),
        weights.get(weight.name) as WeightValues,
      ]);
    }),
  );
}

/** `forward_lstm/lstm_cell/kernel`, `gru_cell/bias`, `kernel`, `embeddings`. */
function pathInLayer({ kind, cell }: ModelLayer, weight: ModelWeight): string[] {
  if (kind === "other") return [];
  if (kind !== "recurrent") return [partOf(weight)];
  const wrapped = weight.direction ? [`${weight.direction}_${cell}`] : [];
  return [...wrapped, `${cell}_cell`, partOf(weight)];
}

/** The array at or below `place` that is this part of its layer, in this direction. */
function arrayOf(
  file: ForeignFile,
  kind: LayerKind,
  weight: ModelWeight,
  place: string,
): string | undefined {
  if (kind === "other") return file.names.find((name) => name === place);
  const part = partOf(weight);
  const ending = new RegExp(`/(${part}(:0)?|vars/${PARTS[kind].indexOf(part)})$`);
  return file.names.find((name) => {
    if (!name.startsWith(`${place}/`)) return false;
    const inside = name.slice(place.length);
    const direction = /\/(forward|backward)_/.exec(inside)?.[1];
    return direction === weight.direction && ending.test(inside);
  });
}

function partOf({ role }: ModelWeight): string {
  return role === "recurrentKernel" ? "recurrent_kernel" : role;
}
