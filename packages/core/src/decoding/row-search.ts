/** Searches in which every hypothesis goes its own way: greedy search and sampling. */
import type { tf } from "../backend/tf.ts";
import { type Hypothesis, hypothesisOf } from "./hypothesis.ts";
import type { SearchStart } from "./step.ts";
import { attentionOf, type StepReading, type Token, tokenAt } from "./step-reading.ts";
import { type AdvanceOptions, type OpenRow, StepRunner } from "./step-runner.ts";
import {
  checkOnePerSource,
  NextTokenRules,
  type Suppressed,
  type TokenRules,
} from "./token-rules.ts";
import { ROOT, Trace } from "./trace.ts";

/** Options of every search of this kind. */
export interface RowSearchOptions<
  States extends tf.TensorContainer,
  Memory extends tf.TensorContainer,
> extends SearchStart<States, Memory>,
    TokenRules {
  /** Gives the attention weights of every hypothesis. @default false */
  readonly attention?: boolean | undefined;
  /** Tokens of each source: later positions are padding and no part of the attention. @default all positions */
  readonly sourceLengths?: readonly number[] | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** How the next token is chosen. */
export interface TokenChoice {
  /** What must be read so that so many of a row's tokens may be suppressed. */
  readonly top: (suppressed: number) => AdvanceOptions["top"];
  /** The column of the token that a row writes; undefined when all are forbidden. */
  readonly choose: (options: ChooseOptions) => number | undefined;
}

/** What {@link TokenChoice.choose} decides by. */
export interface ChooseOptions {
  readonly reading: StepReading;
  readonly row: number;
  readonly suppressed: Suppressed;
  readonly source: number;
  readonly sample: number;
  /** Tokens before this one. */
  readonly length: number;
}

/** Decodes `samples` hypotheses of each source. */
export async function searchRows<
  States extends tf.TensorContainer,
  Memory extends tf.TensorContainer,
>(
  options: RowSearchOptions<States, Memory>,
  samples: number,
  choice: TokenChoice,
): Promise<Hypothesis[][]> {
  const { batchSize, sourceLengths, attention = false } = options;
  if (sourceLengths) checkOnePerSource("sourceLengths", sourceLengths, batchSize);
  const rules = new NextTokenRules(options);
  const all = Array.from({ length: batchSize }, (_, source) =>
    Array.from({ length: samples }, (_, sample) => new Row(source, sample, { options, rules })),
  );
  const runner = new StepRunner(options);
  try {
    let open = all;
    while (open.length > 0) {
      const most = Math.max(...open.flat().map(({ suppressed }) => suppressed.count));
      const reading = await runner.advance(
        open.map((rows) => ({
          source: rows[0]?.source as number,
          rows: rows.map((row) => row.open()),
        })),
        { top: choice.top(most), attention },
      );
      for (const [place, rows] of open.entries()) {
        for (const [slot, row] of rows.entries()) {
          row.take(reading, { row: place * reading.width + slot, slot, choice });
        }
      }
      open = open
        .map((rows) => rows.filter(({ isOpen }) => isOpen))
        .filter((rows) => rows.length > 0);
    }
  } finally {
    runner.dispose();
  }
  return all.map((rows) => rows.map((row) => row.hypothesis(attention)));
}

interface RowSettings {
  readonly options: Pick<
    RowSearchOptions<tf.TensorContainer, tf.TensorContainer>,
    "startId" | "endId" | "sourceLengths"
  >;
  readonly rules: NextTokenRules;
}

/** One hypothesis on its way. */
class Row {
  readonly source: number;
  readonly #sample: number;
  readonly #settings: RowSettings;
  readonly #trace = new Trace();
  #place = ROOT;
  #lastId: number;
  #parent = 0;
  #length = 0;
  #logProbability = 0;
  #finished = false;
  isOpen = true;
  /** What may not come next. */
  suppressed: Suppressed;

  constructor(source: number, sample: number, settings: RowSettings) {
    this.source = source;
    this.#sample = sample;
    this.#settings = settings;
    this.#lastId = settings.options.startId;
    this.suppressed = settings.rules.suppressed(0, []);
  }

  open(): OpenRow {
    const forced = this.#settings.rules.forced(this.source, this.#length);
    const picked = forced === undefined ? undefined : [forced];
    return { id: this.#lastId, parent: this.#parent, picked };
  }

  /** Writes the next token, or ends. */
  take(
    reading: StepReading,
    { row, slot, choice }: { row: number; slot: number; choice: TokenChoice },
  ): void {
    const { options, rules } = this.#settings;
    const token = this.#nextToken(reading, row, choice);
    const isLast = this.#length === rules.maximumLength(this.source);
    this.#parent = slot;
    if (token === undefined || (isLast && token.id !== options.endId)) {
      this.isOpen = false;
      return;
    }
    const weights = attentionOf(reading, row, options.sourceLengths?.[this.source]);
    this.#place = this.#trace.push(this.#place, token.id, token.logProbability, weights);
    this.#logProbability += token.logProbability;
    this.#lastId = token.id;
    this.#length++;
    this.#finished = token.id === options.endId;
    this.isOpen = !this.#finished;
    const ids = rules.needsHistory ? this.#trace.path(this.#place).ids : [];
    this.suppressed = rules.suppressed(this.#length, ids);
  }

  hypothesis(attention: boolean): Hypothesis {
    const logProbability = this.#logProbability;
    return hypothesisOf(this.#trace.path(this.#place), {
      logProbability,
      score: logProbability,
      finished: this.#finished,
      attention,
    });
  }

  #nextToken(reading: StepReading, row: number, choice: TokenChoice): Token | undefined {
    const forced = this.#settings.rules.forced(this.source, this.#length);
    if (forced !== undefined) {
      const logProbability = reading.picked[row * reading.pickedColumns] as number;
      return { id: forced, logProbability };
    }
    const column = choice.choose({
      reading,
      row,
      suppressed: this.suppressed,
      source: this.source,
      sample: this.#sample,
      length: this.#length,
    });
    return column === undefined ? undefined : tokenAt(reading, row, column);
  }
}
