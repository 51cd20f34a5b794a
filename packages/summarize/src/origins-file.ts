/** A file that shows which words of its document each word of a summary comes from. */
import { attentionPage } from "@encdec/core/charts";
import { fileKind } from "@encdec/core/command-line";
import { writeFile } from "@encdec/core/persistence";
import type { Summary } from "./decode.ts";
import { originRows } from "./summary-answer.ts";

/** Nobody reads more on a page. */
const MOST_ON_PAGE = 100;

/**
 * What a file becomes, by the ending of its name: a page, or data.
 *
 * @throws {UsageError} If it is neither `.html` nor `.json`.
 */
export function originsFileKind(path: string): "html" | "json" {
  const advice = "files to summarize stand before --attention without a file";
  return fileKind(path, { flag: "--attention", kinds: ["html", "json"], advice });
}

/** Collects summaries with origins and writes them at the end. */
export class OriginsFile {
  readonly path: string;
  readonly #isPage: boolean;
  readonly #shown: { readonly name: string; readonly summary: Summary }[] = [];
  #count = 0;

  /** @throws {UsageError} If the file's name ends neither in `.html` nor in `.json`. */
  constructor(path: string) {
    this.path = path;
    this.#isPage = originsFileKind(path) === "html";
  }

  /** Takes a summary; what would be too many for a page is only counted. */
  add(name: string, summary: Summary): void {
    if (summary.tokens.length === 0 || summary.origins === undefined) return;
    this.#count++;
    if (!this.#isPage || this.#shown.length < MOST_ON_PAGE) this.#shown.push({ name, summary });
  }

  /**
   * Writes the file.
   *
   * @returns What was written.
   * @throws {Error} If it cannot be written.
   */
  async write(): Promise<string> {
    if (this.#count === 0) return `${this.path} was not written: there is no summary to show`;
    await writeFile(this.path, this.#isPage ? await this.#page() : this.#json());
    return `${this.path} shows the words of ${this.#shown.length} of ${this.#count} summaries`;
  }

  #json(): string {
    const values = this.#shown.map(({ name, summary }) => ({ name, ...summary }));
    return `${JSON.stringify(values, null, 1)}\n`;
  }

  #page(): Promise<string> {
    const sections = this.#shown.map(({ name, summary }) => {
      const { documentTokens: source, tokens: target, origins = [] } = summary;
      const weights = origins.map(({ attention }) => attention);
      return {
        heading: name,
        text: summary.summary,
        table: { head: ["word", "copied", "from"], rows: originRows(summary) },
        attention: { source, target, weights },
      };
    });
    return attentionPage({ title: "Where the words of summaries come from", sections });
  }
}
