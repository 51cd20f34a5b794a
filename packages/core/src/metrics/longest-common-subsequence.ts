/** Longest common subsequences, for ROUGE-L. */

/** The length of the longest common subsequence of two lists, in tokens. */
export function commonLength(from: Int32Array, to: Int32Array): number {
  const lengths = new Int32Array(to.length + 1);
  for (const token of from) {
    let diagonal = 0;
    for (let column = 1; column <= to.length; column++) {
      const above = lengths[column] as number;
      lengths[column] =
        to[column - 1] === token ? diagonal + 1 : Math.max(above, lengths[column - 1] as number);
      diagonal = above;
    }
  }
  return lengths[to.length] as number;
}

/**
 * The positions in `reference` of one of the longest common subsequences, the one that rouge-score
 * finds: read from the end, an equal pair is taken at once, and of two ways as good the reference is
 * shortened.
 */
export function commonPositions(reference: Int32Array, candidate: Int32Array): number[] {
  const columns = candidate.length + 1;
  const lengths = new Int32Array((reference.length + 1) * columns);
  for (let row = 1; row <= reference.length; row++) {
    for (let column = 1; column < columns; column++) {
      const here = row * columns + column;
      lengths[here] =
        reference[row - 1] === candidate[column - 1]
          ? (lengths[here - columns - 1] as number) + 1
          : Math.max(lengths[here - columns] as number, lengths[here - 1] as number);
    }
  }
  const positions: number[] = [];
  let row = reference.length;
  let column = candidate.length;
  while (row > 0 && column > 0) {
    const here = row * columns + column;
    if (reference[row - 1] === candidate[column - 1]) {
      positions.push(row - 1);
      row--;
      column--;
    } else if ((lengths[here - 1] as number) > (lengths[here - columns] as number)) {
      column--;
    } else {
      row--;
    }
  }
  return positions.reverse();
}
