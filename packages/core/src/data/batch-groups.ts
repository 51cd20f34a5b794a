/** Batches in groups, from any place in an epoch. */

/**
 * Leaves out the first batches and groups the others; an array is not walked through, a stream is read and dropped.
 *
 * @param options.skip Batches that are left out.
 * @param options.size Batches in a group; the last group may have fewer.
 */
export async function* batchGroups<Batch>(
  batches: Iterable<Batch> | AsyncIterable<Batch>,
  options: { readonly skip: number; readonly size: number },
): AsyncGenerator<Batch[]> {
  const { size } = options;
  let skip = options.skip;
  let group: Batch[] = [];
  for await (const batch of Array.isArray(batches) ? (batches as Batch[]).slice(skip) : batches) {
    if (skip > 0 && !Array.isArray(batches)) {
      skip--;
      continue;
    }
    group.push(batch);
    if (group.length === size) {
      yield group;
      group = [];
    }
  }
  if (group.length > 0) yield group;
}
