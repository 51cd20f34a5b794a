/** Edit distance near the diagonal, from a hypothesis and many rearrangements of it to one reference. */

const BEAM_WIDTH = 25;
const FAR = 0x3fffffff;

/** How a hypothesis is turned into a reference, word by word. */
export const Step = { keep: 0, substitute: 1, remove: 2, insert: 3 } as const;

/**
 * The table of edit distances between the beginnings of a hypothesis and of a reference.
 *
 * As in Tercom only cells within 25 of the diagonal are filled: the distance is an upper bound of the
 * true one and the work grows with the length, not with its square.
 */
export class BeamEditDistance {
  readonly #reference: Int32Array;
  readonly #rows: number;
  readonly #columns: number;
  /** Of each row the first column that is filled and the one after the last. */
  readonly #from: Int32Array;
  readonly #to: Int32Array;
  /** Row-major, `[rows, columns]`, of the hypothesis last aligned. */
  readonly #costs: Int32Array;
  readonly #steps: Uint8Array;
  /** Rows for hypotheses that are only measured. */
  readonly #scratch: readonly [Int32Array, Int32Array];

  /** @param hypothesisLength Of all hypotheses that will be compared. */
  constructor(reference: Int32Array, hypothesisLength: number) {
    this.#reference = reference;
    this.#rows = hypothesisLength + 1;
    this.#columns = reference.length + 1;
    const ratio = reference.length / hypothesisLength;
    const width = BEAM_WIDTH < ratio / 2 ? Math.ceil(ratio / 2 + BEAM_WIDTH) : BEAM_WIDTH;
    const diagonal = Array.from({ length: this.#rows }, (_, row) => Math.floor(row * ratio));
    this.#from = Int32Array.from(diagonal, (column) => Math.max(0, column - width));
    this.#to = Int32Array.from(diagonal, (column) => Math.min(this.#columns, column + width));
    this.#to[this.#rows - 1] = this.#columns;
    this.#costs = new Int32Array(this.#rows * this.#columns).fill(FAR);
    this.#steps = new Uint8Array(this.#rows * this.#columns).fill(Step.insert);
    this.#scratch = [new Int32Array(this.#columns), new Int32Array(this.#columns)];
    for (let column = 0; column < this.#columns; column++) this.#costs[column] = column;
  }

  /** The distance of a hypothesis and the steps from it to the reference, in order. */
  align(hypothesis: Int32Array): { distance: number; steps: number[] } {
    for (let row = 1; row < this.#rows; row++) {
      const above = this.#costs.subarray((row - 1) * this.#columns, row * this.#columns);
      const here = this.#costs.subarray(row * this.#columns, (row + 1) * this.#columns);
      const steps = this.#steps.subarray(row * this.#columns, (row + 1) * this.#columns);
      this.#fillRow(row, hypothesis[row - 1] as number, above, here, steps);
    }
    const steps: number[] = [];
    let row = this.#rows - 1;
    let column = this.#columns - 1;
    while (row > 0 || column > 0) {
      const step = this.#steps[row * this.#columns + column] as number;
      steps.push(step);
      if (step !== Step.insert) row--;
      if (step !== Step.remove) column--;
    }
    return { distance: this.#costs.at(-1) as number, steps: steps.reverse() };
  }

  /**
   * The distance of a hypothesis that begins as the one last aligned.
   *
   * @param same How many words the two have in common at the beginning.
   */
  measure(hypothesis: Int32Array, same: number): number {
    let above = this.#costs.subarray(same * this.#columns, (same + 1) * this.#columns);
    let [here, next] = this.#scratch;
    for (let row = same + 1; row < this.#rows; row++) {
      here.fill(FAR);
      this.#fillRow(row, hypothesis[row - 1] as number, above, here);
      above = here;
      [here, next] = [next, here];
    }
    return above[this.#columns - 1] as number;
  }

  /** Of equally cheap steps the diagonal one is taken, then the removal, then the insertion. */
  #fillRow(
    row: number,
    word: number,
    above: Int32Array,
    here: Int32Array,
    steps?: Uint8Array,
  ): void {
    const reference = this.#reference;
    const to = this.#to[row] as number;
    let column = this.#from[row] as number;
    let left = FAR;
    if (column === 0) {
      left = (above[0] as number) + 1;
      here[0] = left;
      if (steps !== undefined) steps[0] = Step.remove;
      column = 1;
    }
    for (; column < to; column++) {
      const same = reference[column - 1] === word;
      let cost = (above[column - 1] as number) + (same ? 0 : 1);
      let step: number = same ? Step.keep : Step.substitute;
      const removal = (above[column] as number) + 1;
      if (removal < cost) {
        cost = removal;
        step = Step.remove;
      }
      if (left + 1 < cost) {
        cost = left + 1;
        step = Step.insert;
      }
      here[column] = cost;
      if (steps !== undefined) steps[column] = step;
      left = cost;
    }
  }
}
