/** A file with heat maps of what translations looked at. */
import {
  type AttentionWeights,
  attentionHeatMap,
  attentionPage,
  renderSvg,
} from "@encdec/core/charts";
import { type ChartFileKind, fileKind } from "@encdec/core/command-line";
import { writeFile } from "@encdec/core/persistence";
import type { Translation } from "./decode.ts";

/** Heat maps of a file: an image holds one, and nobody reads more on a page. */
export const MOST_HEAT_MAPS: { readonly [kind in ChartFileKind]: number } = {
  svg: 1,
  html: 100,
};

/**
 * What a file becomes, by the ending of its name.
 *
 * @throws {UsageError} If it is neither `.svg` nor `.html`.
 */
export function attentionFileKind(path: string): ChartFileKind {
  const advice = "phrases stand before --attention without a file";
  return fileKind(path, { flag: "--attention", kinds: ["svg", "html"], advice });
}

/** True when there is something to show: tokens on both sides. */
export function hasAttention(translation: Translation): boolean {
  return translation.sourceTokens.length > 0 && translation.tokens.length > 0;
}

/** Collects translations and writes them at the end. */
export class AttentionFile {
  readonly path: string;
  readonly #kind: ChartFileKind;
  readonly #shown: Translation[] = [];
  #count = 0;

  /** @throws {UsageError} If the file's name ends neither in `.svg` nor in `.html`. */
  constructor(path: string) {
    this.path = path;
    this.#kind = attentionFileKind(path);
  }

  /** Takes a translation with attention; what would be too many for the file is only counted. */
  add(translation: Translation): void {
    if (!hasAttention(translation)) return;
    this.#count++;
    if (this.#shown.length < MOST_HEAT_MAPS[this.#kind]) this.#shown.push(translation);
  }

  /**
   * Writes the file, unless there is nothing to show.
   *
   * @returns What was written.
   * @throws {Error} If it cannot be written.
   */
  async write(): Promise<string> {
    const [first] = this.#shown;
    if (first === undefined) return `${this.path} was not written: no phrase has attention to show`;
    const content = this.#kind === "svg" ? await imageOf(first) : await pageOf(this.#shown);
    await writeFile(this.path, content);
    const all = this.#count === 1 ? "the phrase" : `all ${this.#count} phrases`;
    const some = `the first ${this.#shown.length} of ${this.#count} phrases`;
    return `${this.path} shows the attention of ${this.#shown.length === this.#count ? all : some}`;
  }
}

function imageOf(translation: Translation): Promise<string> {
  return renderSvg(attentionHeatMap(weightsOf(translation)));
}

function pageOf(translations: readonly Translation[]): Promise<string> {
  const sections = translations.map((translation) => ({
    heading: translation.source,
    text: translation.translation,
    attention: weightsOf(translation),
  }));
  return attentionPage({ title: "Attention", sections });
}

function weightsOf({ sourceTokens, tokens, attention = [] }: Translation): AttentionWeights {
  return { source: sourceTokens, target: tokens, weights: attention };
}
