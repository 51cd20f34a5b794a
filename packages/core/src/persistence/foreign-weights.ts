/** What the weights of other programs have in common: each is matched with one of a model, checked and used up. */
import type { WeightValues } from "../model/parameters.ts";

/** Weights by name. */
export type NamedWeights = ReadonlyMap<string, WeightValues>;

/** What layers are called in the other program, by their names here. */
export type LayerNames = { readonly [layer: string]: string };

/** How weights of another program are read. */
export interface ImportOptions {
  /** Names in the file by names here, such as `{ "encoder.0": "layers/lstm" }`. @default found as described */
  readonly layers?: LayerNames | undefined;
  /** What happens to arrays that no layer takes. @default "refuse" */
  readonly unused?: "refuse" | "ignore" | undefined;
}

/** What a layer's weights make it; `other` is a weight that stands by itself. */
export type LayerKind = "recurrent" | "dense" | "embedding" | "other";

/** A weight of a model, taken apart. */
export interface ModelWeight {
  readonly name: string;
  readonly shape: readonly number[];
  readonly role: "kernel" | "recurrentKernel" | "bias" | "embeddings" | "other";
  /** In a bidirectional layer. */
  readonly direction?: "forward" | "backward" | undefined;
}

/** A layer of a model: `encoder.0`, `encoder.embeddings`, `output`, `attention.query`. */
export interface ModelLayer {
  readonly name: string;
  readonly kind: LayerKind;
  readonly weights: readonly ModelWeight[];
  /** Of a recurrent layer. */
  readonly cell?: "lstm" | "gru" | undefined;
}

/**
 * The layers of a model, from the names and shapes of its weights.
 *
 * @throws {Error} If one is a layer-normalised LSTM.
 */
export function modelLayers(shapes: ReadonlyMap<string, readonly number[]>): ModelLayer[] {
  const layers = new Map<string, ModelWeight[]>();
  for (const [name, shape] of shapes) {
    if (name.endsWith(".cellScale")) {
      throw new Error(
        `Cannot exchange weights: Keras and PyTorch have no layer-normalised LSTM, got "${name}"`,
      );
    }
    const { layer, ...part } = takeApart(name);
    layers.set(layer, [...(layers.get(layer) ?? []), { name, shape, ...part }]);
  }
  return [...layers].map(([name, weights]) => ({
    name,
    weights,
    kind: kindOf(weights),
    cell: cellOf(weights),
  }));
}

function takeApart(
  name: string,
): Pick<ModelWeight, "role" | "direction"> & { readonly layer: string } {
  const match = /^(.+?)(?:\.(forward|backward))?\.(kernel|recurrentKernel|bias)$/.exec(name);
  if (match) {
    const [, layer = "", direction, role] = match;
    return {
      layer,
      role: role as ModelWeight["role"],
      direction: direction as ModelWeight["direction"],
    };
  }
  return { layer: name, role: /(^|\.)embeddings$/.test(name) ? "embeddings" : "other" };
}

function kindOf(weights: readonly ModelWeight[]): LayerKind {
  const has = (role: string): boolean => weights.some((weight) => weight.role === role);
  if (has("recurrentKernel")) return "recurrent";
  if (has("kernel")) return "dense";
  return has("embeddings") ? "embedding" : "other";
}

function cellOf(weights: readonly ModelWeight[]): "lstm" | "gru" | undefined {
  const [units, gates] = weights.find(({ role }) => role === "recurrentKernel")?.shape ?? [];
  return units === undefined ? undefined : gates === 4 * units ? "lstm" : "gru";
}

/** The arrays of a file; which of them were taken. */
export class ForeignFile {
  readonly #program: string;
  readonly #arrays: NamedWeights;
  readonly #taken = new Set<string>();

  constructor(program: string, arrays: NamedWeights) {
    this.#program = program;
    this.#arrays = arrays;
  }

  get names(): string[] {
    return [...this.#arrays.keys()];
  }

  has(name: string): boolean {
    return this.#arrays.has(name);
  }

  /** The values of a weight from an array, laid out as here by `convert`. */
  take(
    name: string,
    weight: ModelWeight,
    convert: (array: WeightValues) => WeightValues = (array) => array,
  ): WeightValues {
    const array = this.#arrays.get(name);
    if (!array) throw this.refusal(`"${weight.name}" is missing, got no "${name}"`);
    this.#taken.add(name);
    const converted = convert(array);
    if (converted.shape.join() !== weight.shape.join()) {
      const [needed, got] = [weight.shape, converted.shape].map((shape) => `[${shape.join(", ")}]`);
      throw this.refusal(`"${weight.name}" must have shape ${needed}, got ${got} from "${name}"`);
    }
    return converted;
  }

  /** "Cannot load Keras weights: ..." */
  refusal(reason: string): Error {
    return new Error(`Cannot load ${this.#program} weights: ${reason}`);
  }

  /** Checks that every array was taken. */
  finish(unused: ImportOptions["unused"] = "refuse"): void {
    const left = this.names.find((name) => !this.#taken.has(name));
    if (left !== undefined && unused === "refuse") {
      throw this.refusal(`the model must have a place for every array, got "${left}"`);
    }
  }
}

/** Checks that the layers which the caller names are the model's. */
export function checkLayerNames(
  action: "load" | "write",
  given: LayerNames,
  known: Iterable<string>,
): void {
  const names = new Set(known);
  const foreign = Object.keys(given).find((name) => !names.has(name));
  if (foreign !== undefined) {
    throw new Error(
      `Cannot ${action} weights: layers must be of ${[...names].join(", ")}, got "${foreign}"`,
    );
  }
}

/** Zeros for a bias that the other program's layer does without. */
export function zeroBias({ shape }: ModelWeight): WeightValues {
  return { shape, values: new Float32Array(shape.reduce((size, length) => size * length, 1)) };
}

/** 0 when a name speaks of an encoder, 1 of a decoder. */
export function sideOf(name: string): 0 | 1 | undefined {
  const isSource = /encoder|source|(^|[._/])(enc|src)/i.test(name);
  const isTarget = /decoder|target|(^|[._/])(dec|tgt|trg)/i.test(name);
  return isSource === isTarget ? undefined : isSource ? 0 : 1;
}
