/** How a beam is divided among hypotheses that have written more and less of the required phrases. */

/**
 * Places for each bank: hypotheses with as many tokens of the required phrases written compete among themselves only.
 *
 * Each bank gets an equal share, the last the rest as well; places that a bank cannot fill go to the others, those with the
 * most tokens written first.
 *
 * Source: Post and Vilar 2018, https://arxiv.org/abs/1804.06609, section 3 (dynamic beam allocation).
 *
 * @param candidates Candidates of each bank.
 * @param places Places in the beam.
 */
export function allocateBanks(candidates: readonly number[], places: number): number[] {
  const share = Math.floor(places / candidates.length);
  const last = candidates.length - 1;
  const allocated = candidates.map((count, bank) =>
    Math.min(count, bank === last ? places - share * last : share),
  );
  let spare = allocated.reduce((left, count) => left - count, places);
  for (let bank = last; bank >= 0; bank--) {
    const more = Math.min(spare, (candidates[bank] as number) - (allocated[bank] as number));
    allocated[bank] = (allocated[bank] as number) + more;
    spare -= more;
  }
  return allocated;
}
