/** Trees of tensors: objects and arrays of them, each with one row a hypothesis or a source. */
import { tf } from "../backend/tf.ts";

/** Takes the rows `indices` of every tensor, as new tensors; what is no tensor stays as it is. */
export function gatherRows<Tree>(tree: Tree, indices: readonly number[]): Tree {
  return tf.tidy(() => {
    const rows = tf.tensor1d(indices as number[], "int32");
    return mapTensors(tree, (tensor) => tf.gather(tensor, rows)) as tf.TensorContainer;
  }) as Tree;
}

/** Frees the tensors of `tree` that are in none of the trees to keep. */
export function disposeUnless(tree: unknown, keep: readonly unknown[]): void {
  const kept = new Set(keep.flatMap(tensorsIn));
  for (const tensor of tensorsIn(tree)) if (!kept.has(tensor)) tensor.dispose();
}

function tensorsIn(tree: unknown): tf.Tensor[] {
  const tensors: tf.Tensor[] = [];
  mapTensors(tree, (tensor) => {
    tensors.push(tensor);
    return tensor;
  });
  return tensors;
}

function mapTensors(tree: unknown, map: (tensor: tf.Tensor) => tf.Tensor): unknown {
  if (tree instanceof tf.Tensor) return map(tree);
  if (Array.isArray(tree)) return tree.map((branch) => mapTensors(branch, map));
  if (tree === null || typeof tree !== "object" || ArrayBuffer.isView(tree)) return tree;
  return Object.fromEntries(
    Object.entries(tree).map(([name, branch]) => [name, mapTensors(branch, map)]),
  );
}
