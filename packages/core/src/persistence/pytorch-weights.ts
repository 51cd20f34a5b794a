/** Weights from and to PyTorch, which has gates and axes in another order. */
import type { WeightValues } from "../model/parameters.ts";
import {
  checkLayerNames,
  ForeignFile,
  type ImportOptions,
  type LayerNames,
  type ModelLayer,
  type ModelWeight,
  modelLayers,
  type NamedWeights,
  zeroBias,
} from "./foreign-weights.ts";
import { splitBiases, stackBiases, sumBiases, swapGruGates, transpose } from "./pytorch-layout.ts";
import { findModules, stackOf } from "./pytorch-modules.ts";

/**
 * A model's weights from a PyTorch state dictionary: of `nn.LSTM`, `nn.GRU`, their cells, `nn.Embedding` and `nn.Linear`.
 *
 * Modules are found by kind where there is one of it, else by "encoder" or "decoder" (`src`, `trg`, ...) in their names.
 * The two biases of an LSTM are summed; a module without a bias gets zeros.
 *
 * @param shapes Names and shapes of the model: `model.parameters.shapes`.
 * @param options.layers One name holds a whole stack: `{ encoder: "rnn", "encoder.embeddings": "embedding" }`.
 * @returns What `model.parameters.write` takes.
 * @throws {Error} If a weight is missing, left over or of another shape, or the modules cannot be told apart.
 *
 * @example
 * ```ts
 * import { importPyTorchWeights } from "@encdec/core/persistence";
 * import { assert } from "vitest";
 *
 * const file = new Map([
 *   ["fc.weight", { shape: [2, 1], values: Float32Array.of(1, 2) }],
 *   ["fc.bias", { shape: [2], values: Float32Array.of(3, 4) }],
 * ]);
 * const shapes = new Map([["output.kernel", [1, 2]], ["output.bias", [2]]]);
 * assert.deepEqual(importPyTorchWeights(file, shapes).get("output.kernel")?.shape, [1, 2]);
 * ```
 */
export function importPyTorchWeights(
  weights: NamedWeights,
  shapes: ReadonlyMap<string, readonly number[]>,
  options: ImportOptions = {},
): Map<string, WeightValues> {
  const file = new ForeignFile("PyTorch", weights);
  const layers = modelLayers(shapes);
  const modules = findModules(file, layers, options.layers);
  const result = new Map<string, WeightValues>();
  for (const layer of layers) {
    const module = modules.get(layer.name) ?? modules.get(stackOf(layer)) ?? layer.name;
    // A module of its own has one layer; the module of a stack has them all.
    const level = modules.has(layer.name) ? 0 : levelOf(layer);
    for (const weight of layer.weights) {
      const read =
        layer.kind === "recurrent"
          ? readRecurrent(file, layer, weight, { module, level })
          : readPlain(file, layer, weight, module);
      result.set(weight.name, read);
    }
  }
  file.finish(options.unused);
  return result;
}

/**
 * A model's weights as PyTorch names and lays them out, for `encodeSafetensors` and there `load_state_dict`.
 *
 * The bias of an LSTM becomes `bias_ih`, and `bias_hh` zeros.
 *
 * @param options.layers PyTorch's name of a stack or layer by its name here, such as `{ encoder: "rnn" }`.
 *   @default the name here with `_` for each dot: `encoder`, `encoder_embeddings`, `output`
 * @throws {Error} If a given layer is none of the model's, a GRU resets before the product, which PyTorch's does not, or a
 *   layer is a layer-normalised LSTM.
 *
 * @example
 * ```ts
 * import { exportPyTorchWeights } from "@encdec/core/persistence";
 * import { assert } from "vitest";
 *
 * const kernel = { shape: [1, 2], values: Float32Array.of(1, 2) };
 * const exported = exportPyTorchWeights(new Map([["output.kernel", kernel]]), { layers: { output: "fc" } });
 * assert.deepEqual(exported.get("fc.weight")?.shape, [2, 1]);
 * ```
 */
export function exportPyTorchWeights(
  weights: NamedWeights,
  options: { readonly layers?: LayerNames | undefined } = {},
): Map<string, WeightValues> {
  const layers = modelLayers(new Map([...weights].map(([name, { shape }]) => [name, shape])));
  const nameOf = (layer: ModelLayer): string =>
    layer.kind === "recurrent" ? stackOf(layer) : layer.name;
  checkLayerNames("write", options.layers ?? {}, layers.map(nameOf));
  const result = new Map<string, WeightValues>();
  for (const layer of layers) {
    const name = nameOf(layer);
    const module = options.layers?.[name] ?? name.replaceAll(".", "_");
    for (const weight of layer.weights) {
      const values = weights.get(weight.name) as WeightValues;
      const written =
        layer.kind === "recurrent"
          ? writeRecurrent(layer, weight, values)
          : { [weight.role === "bias" ? "bias" : "weight"]: toPlain(layer, values) };
      for (const [part, array] of Object.entries(written)) result.set(`${module}.${part}`, array);
    }
  }
  return result;
}

/** Number of a layer in its stack, from 0. */
function levelOf(layer: ModelLayer): number {
  return Number(/\.(\d+)$/.exec(layer.name)?.[1] ?? 0);
}

function readRecurrent(
  file: ForeignFile,
  layer: ModelLayer,
  weight: ModelWeight,
  place: { readonly module: string; readonly level: number },
): WeightValues {
  const { module, level } = place;
  const isCell = file.has(`${module}.weight_ih`);
  const ending = isCell ? "" : suffix(level, weight);
  const order = layer.cell === "gru" ? swapGruGates : (array: WeightValues) => array;
  const name = (part: string): string => `${module}.${part}${ending}`;
  if (weight.role !== "bias") {
    const part = name(weight.role === "kernel" ? "weight_ih" : "weight_hh");
    return file.take(part, weight, (array) => transpose(order(array)));
  }
  if (!file.has(name("bias_ih"))) return zeroBias(weight);
  const half = { ...weight, shape: weight.shape.slice(-1) };
  const input = file.take(name("bias_ih"), half, order);
  const recurrent = file.take(name("bias_hh"), half, order);
  return layer.cell === "gru" ? stackBiases(input, recurrent) : sumBiases(input, recurrent);
}

function readPlain(
  file: ForeignFile,
  layer: ModelLayer,
  weight: ModelWeight,
  module: string,
): WeightValues {
  if (weight.role === "bias" && !file.has(`${module}.bias`)) return zeroBias(weight);
  if (weight.role === "bias") return file.take(`${module}.bias`, weight);
  const name = file.has(module) ? module : `${module}.weight`;
  return file.take(name, weight, (array) => toPlain(layer, array));
}

/** Linear layers are transposed, tables of embeddings are not. */
function toPlain(layer: ModelLayer, array: WeightValues): WeightValues {
  return layer.kind === "embedding" ? array : transpose(array);
}

function writeRecurrent(
  layer: ModelLayer,
  weight: ModelWeight,
  values: WeightValues,
): { readonly [part: string]: WeightValues } {
  const ending = suffix(levelOf(layer), weight);
  const isGru = layer.cell === "gru";
  const order = isGru ? swapGruGates : (array: WeightValues) => array;
  if (weight.role !== "bias") {
    const part = weight.role === "kernel" ? "weight_ih" : "weight_hh";
    return { [part + ending]: order(transpose(values)) };
  }
  if (isGru && values.shape.length !== 2) {
    throw new Error(
      `Cannot write PyTorch weights: a GRU must reset after the product, got one before it in "${layer.name}"`,
    );
  }
  const [input, recurrent] = isGru ? splitBiases(values) : [values, zeroBias(weight)];
  return { [`bias_ih${ending}`]: order(input), [`bias_hh${ending}`]: order(recurrent) };
}

/** `_l0`, `_l1_reverse`. */
function suffix(level: number, weight: ModelWeight): string {
  return `_l${level}${weight.direction === "backward" ? "_reverse" : ""}`;
}
