/** The worker's side of `training-memory.ts`: reads lines and encodes them. */
import { END_ID, START_ID } from "@encdec/core";
import { streamLines } from "@encdec/core/persistence";

/** Different words: `w0`, `w1` and so on. */
export const WORDS = 1000;

/** Id of the word `w0`. */
export const FIRST_WORD_ID = 4;

/** A line as ids. */
export interface EncodedLine {
  readonly source: number[];
  /** From `<s>` to `</s>`. */
  readonly target: number[];
}

/** Every `count`-th line of the file, from the one at `index`. */
export default async function* encodeLines(
  path: string,
  shard: { readonly index: number; readonly count: number },
): AsyncGenerator<EncodedLine> {
  let number = 0;
  for await (const line of streamLines(path)) {
    if (number++ % shard.count !== shard.index) continue;
    const [source = "", target = ""] = line.split("\t");
    yield { source: encode(source), target: [START_ID, ...encode(target), END_ID] };
  }
}

function encode(text: string): number[] {
  return text.split(" ").map((word) => FIRST_WORD_ID + Number(word.slice(1)));
}
