/** Which layers of a Keras file are which of a model. */
import {
  checkLayerNames,
  type ForeignFile,
  type LayerKind,
  type LayerNames,
  type ModelLayer,
  sideOf,
} from "./foreign-weights.ts";

/**
 * The place of each layer in the file; a layer whose weights stand by themselves only where it is given.
 *
 * @throws {Error} If a given layer is none of the model's, or the file has another number of layers of a kind.
 */
export function findKerasLayers(
  file: ForeignFile,
  layers: readonly ModelLayer[],
  given: LayerNames = {},
): ReadonlyMap<string, string> {
  const names = layers.map(({ name }) => name);
  checkLayerNames("load", given, names);
  const places = new Map(Object.entries(given));
  const claimed = new Set(places.values());
  const free = [...layersOf(file)].filter(([place]) => !claimed.has(place));
  for (const kind of ["recurrent", "embedding", "dense"] as const) {
    const wanted = layers.filter((layer) => layer.kind === kind && !places.has(layer.name));
    const found = free.filter(([, names]) => kindOf(names) === kind).sort(compareLayers);
    if (wanted.length === 0) continue;
    if (wanted.length !== found.length) {
      const list = found.map(([place]) => place).join(", ") || "none";
      throw file.refusal(
        `the file must have one ${kind} layer for each of ${wanted.map(({ name }) => name).join(", ")}, got ${list}; say in layers which is which`,
      );
    }
    for (const [index, { name }] of wanted.entries()) places.set(name, found[index]?.[0] ?? "");
  }
  return places;
}

type FileLayer = readonly [place: string, arrays: readonly string[]];

/** `layers/lstm/cell/vars/0` is of `layers/lstm`, `lstm/lstm_cell/kernel` of `lstm`. */
function layersOf(file: ForeignFile): Map<string, string[]> {
  const layers = new Map<string, string[]>();
  for (const name of file.names) {
    const [place = name] = /^(.*\/?\blayers\/|model_weights\/)?[^/]+/.exec(name) ?? [];
    layers.set(place, [...(layers.get(place) ?? []), name]);
  }
  return layers;
}

function kindOf(arrays: readonly string[]): LayerKind {
  const some = (pattern: RegExp): boolean => arrays.some((name) => pattern.test(name));
  if (some(/recurrent_kernel(:0)?$|\/cell\/vars\//)) return "recurrent";
  if (some(/\/embeddings(:0)?$|(^|\/)\w*embedding\w*\/vars\/0$/)) return "embedding";
  return some(/\/kernel(:0)?$|\/vars\/0$/) ? "dense" : "other";
}

function compareLayers(a: FileLayer, b: FileLayer): number {
  const [first, second] = [orderOf(a), orderOf(b)];
  const differing = first.findIndex((value, index) => value !== second[index]);
  return differing === -1 ? 0 : (first[differing] ?? 0) - (second[differing] ?? 0);
}

function orderOf([place, arrays]: FileLayer): number[] {
  const isBidirectional = arrays.some((name) => /\/backward_/.test(name));
  const number = Number(/_(\d+)$/.exec(place)?.[1] ?? 0);
  return [sideOf(place) ?? 0, isBidirectional ? 0 : 1, number];
}
