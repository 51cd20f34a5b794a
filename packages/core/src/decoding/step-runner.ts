/** Holds a decoder's states and memory from step to step, and only the rows that are still open. */
import { tf } from "../backend/tf.ts";
import { disposeUnless, gatherRows } from "./row-trees.ts";
import type { SearchStart } from "./step.ts";
import { type ReadOptions, readStep, type StepReading } from "./step-reading.ts";

/** The open hypotheses of one source. */
export interface OpenSource {
  readonly source: number;
  /** At least one. */
  readonly rows: readonly OpenRow[];
}

/** One open hypothesis. */
export interface OpenRow {
  /** The token that it wrote last. */
  readonly id: number;
  /** The place, among those of its source, of the hypothesis of the step before that it continues. */
  readonly parent: number;
  /** Tokens whose log-probability is needed in any case. @default none */
  readonly picked?: readonly number[] | undefined;
}

/** What is read of a step for all rows. */
export type AdvanceOptions = Pick<ReadOptions, "top" | "attention">;

/** A step as it was read; the rows of the n-th open source begin at n * width. */
export interface Advance extends StepReading {
  readonly width: number;
}

// The event loop gets a turn after so long.
const TURN_MS = 20;

/** Takes open hypotheses from step to step. */
export class StepRunner<States extends tf.TensorContainer, Memory extends tf.TensorContainer> {
  readonly #start: SearchStart<States, Memory>;
  readonly #initialMemory: Memory;
  readonly #signal: AbortSignal | undefined;
  #states: States;
  #memory: Memory;
  /** The sources whose rows are in the states, in order, and how many rows each one has. */
  #sources: readonly number[];
  #width = 1;
  #lastTurnMs: number = performance.now();

  constructor(start: SearchStart<States, Memory> & { readonly signal?: AbortSignal | undefined }) {
    const { batchSize, states, memory, signal } = start;
    if (!Number.isInteger(batchSize) || batchSize < 1) {
      throw new RangeError(`Cannot decode: batchSize must be a positive integer, got ${batchSize}`);
    }
    this.#start = start;
    this.#signal = signal;
    this.#states = states;
    this.#initialMemory = memory ?? ([] as unknown as Memory);
    this.#memory = this.#initialMemory;
    this.#sources = Array.from({ length: batchSize }, (_, source) => source);
  }

  /**
   * Takes the open hypotheses one token further; sources that are not named again are over.
   *
   * @throws What the signal was aborted with.
   */
  async advance(open: readonly OpenSource[], options: AdvanceOptions): Promise<Advance> {
    await this.#takeTurn();
    const width = Math.max(...open.map(({ rows }) => rows.length));
    // A source with fewer hypotheses than another repeats its first one: each has as many rows.
    const rows = open.flatMap((source) => fill(source.rows, width));
    this.#moveRows(open, rows, width);
    const picked = rows.some((row) => row.picked) ? rows.map((row) => row.picked ?? []) : undefined;
    let reading: StepReading | undefined;
    const states = tf.tidy(() => {
      const ids = tf.tensor1d(
        rows.map(({ id }) => id),
        "int32",
      );
      const result = this.#start.step(ids, this.#states, this.#memory);
      reading = readStep(result, { ...options, picked });
      return result.states;
    });
    this.#replaceStates(states);
    return { ...(reading as StepReading), width };
  }

  /** Frees what the search made. */
  dispose(): void {
    this.#replaceStates(this.#start.states);
    this.#replaceMemory(this.#initialMemory);
  }

  async #takeTurn(): Promise<void> {
    this.#signal?.throwIfAborted();
    if (performance.now() - this.#lastTurnMs < TURN_MS) return;
    await tf.nextFrame();
    this.#lastTurnMs = performance.now();
    this.#signal?.throwIfAborted();
  }

  #moveRows(open: readonly OpenSource[], rows: readonly OpenRow[], width: number): void {
    const places = new Map(this.#sources.map((source, place) => [source, place]));
    const sources = open.map(({ source }) => places.get(source) as number);
    const parents = rows.map(
      ({ parent }, row) => (sources[Math.floor(row / width)] as number) * this.#width + parent,
    );
    if (!isIdentity(parents, this.#sources.length * this.#width)) {
      this.#replaceStates(gatherRows(this.#states, parents));
    }
    if (!isIdentity(sources, this.#sources.length)) {
      this.#replaceMemory(gatherRows(this.#memory, sources));
    }
    this.#sources = open.map(({ source }) => source);
    this.#width = width;
  }

  #replaceStates(states: States): void {
    disposeUnless(this.#states, [states, this.#start.states]);
    this.#states = states;
  }

  #replaceMemory(memory: Memory): void {
    disposeUnless(this.#memory, [memory, this.#initialMemory]);
    this.#memory = memory;
  }
}

function fill<Row>(rows: readonly Row[], width: number): readonly Row[] {
  if (rows.length === width) return rows;
  return Array.from({ length: width }, (_, place) => rows[place] ?? (rows[0] as Row));
}

function isIdentity(indices: readonly number[], length: number): boolean {
  return indices.length === length && indices.every((index, place) => index === place);
}
