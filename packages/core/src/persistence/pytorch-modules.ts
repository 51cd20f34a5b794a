/** Which modules of a PyTorch state dictionary are which layers of a model. */
import {
  checkLayerNames,
  type ForeignFile,
  type LayerNames,
  type ModelLayer,
  sideOf,
} from "./foreign-weights.ts";

/** `encoder` of `encoder.0`: in PyTorch one module holds all layers of a stack. */
export function stackOf(layer: ModelLayer): string {
  return layer.name.replace(/\.\d+$/, "");
}

/**
 * The module of each stack and layer; a weight that stands by itself only where it is given.
 *
 * @throws {Error} If a given layer is none of the model's, or the modules cannot be told apart.
 */
export function findModules(
  file: ForeignFile,
  layers: readonly ModelLayer[],
  given: LayerNames = {},
): ReadonlyMap<string, string> {
  const stacks = unique(layers.filter(({ kind }) => kind === "recurrent").map(stackOf));
  checkLayerNames("load", given, [...stacks, ...layers.map(({ name }) => name)]);
  const modules = new Map(Object.entries(given));
  const wantedOf = (kind: "embedding" | "dense"): string[] =>
    layers.filter((layer) => layer.kind === kind).map(({ name }) => name);
  const wantedStacks = stacks.filter((stack) =>
    layers.some(
      (layer) => layer.kind === "recurrent" && stackOf(layer) === stack && !(layer.name in given),
    ),
  );
  for (const [kind, names] of [
    ["recurrent", wantedStacks],
    ["embedding", wantedOf("embedding")],
    ["dense", wantedOf("dense")],
  ] as const) {
    const wanted = names.filter((name) => !modules.has(name));
    const claimed = new Set(modules.values());
    const found = modulesOf(file)[kind].filter((module) => !claimed.has(module));
    for (const [name, module] of match(file, kind, wanted, found)) modules.set(name, module);
  }
  return modules;
}

/** Pairs wanted names with modules: the only ones, or by the side that both names speak of. */
function match(
  file: ForeignFile,
  kind: string,
  wanted: readonly string[],
  found: readonly string[],
): [name: string, module: string][] {
  return wanted.map((name) => {
    const candidates =
      found.length === 1 && wanted.length === 1
        ? found
        : found.filter((module) => sideOf(module) !== undefined && sideOf(module) === sideOf(name));
    if (candidates.length !== 1) {
      const list = found.join(", ") || "none";
      throw file.refusal(
        `one ${kind} module must be found for "${name}", got ${list}; say in layers which it is`,
      );
    }
    return [name, candidates[0] ?? ""];
  });
}

/** Modules by what their weights make them: a linear layer has a bias, an embedding has none. */
function modulesOf(file: ForeignFile): {
  readonly [Kind in "recurrent" | "embedding" | "dense"]: readonly string[];
} {
  const owners = (pattern: RegExp): string[] =>
    unique(file.names.flatMap((name) => pattern.exec(name)?.[1] ?? []));
  const plain = owners(/^(.+)\.weight$/);
  const [dense, embedding] = [
    plain.filter((module) => file.has(`${module}.bias`)),
    plain.filter((module) => !file.has(`${module}.bias`)),
  ];
  return { recurrent: owners(/^(.+)\.weight_ih(?:_l0)?$/), embedding, dense };
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)];
}
