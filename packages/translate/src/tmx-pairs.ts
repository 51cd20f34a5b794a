/** Phrase pairs from translation memories in TMX, read as a stream: the file need not fit into memory. */
import { createReadStream } from "node:fs";
import { SaxesParser, type SaxesTagPlain } from "saxes";
import type { Pair } from "./data.ts";

/** Options of {@link tmxPairs}: BCP 47 tags; "pt" also finds "pt-BR", and the other way round. */
export interface LanguagePair {
  readonly sourceLanguage: string;
  readonly targetLanguage: string;
}

/** Text inside these elements is code of the original document, not language. */
const CODE_ELEMENTS = new Set(["bpt", "ept", "it", "ph", "ut"]);

/**
 * Pairs of a TMX file (1.1 to 1.4b, UTF-8 or UTF-16): each segment in the source language with each
 * segment of the same unit in the target language.
 *
 * @throws {Error} If the file is missing, no well-formed XML, or has no unit in both languages.
 */
export async function tmxPairs(path: string, languages: LanguagePair): Promise<Pair[]> {
  const units = new UnitReader(languages);
  const parser = new SaxesParser();
  let problem: Error | undefined;
  parser.on("error", (error) => {
    problem ??= error; // what follows the first error is guesswork
  });
  parser.on("opentag", (tag) => units.open(tag));
  parser.on("closetag", ({ name }) => units.close(name));
  parser.on("text", (text) => units.addText(text));
  parser.on("cdata", (text) => units.addText(text));
  try {
    for await (const text of decoded(path)) {
      parser.write(text);
      if (problem) break;
    }
    if (!problem) parser.close();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new Error(`Cannot read ${path}: ${READING_PROBLEMS[code ?? ""] ?? code}`, {
      cause: error,
    });
  }
  if (problem) {
    throw new Error(
      `Cannot read ${path}: it must be well-formed TMX, got "${problem.message}" (line:column)`,
    );
  }
  if (units.pairs.length === 0) {
    const { sourceLanguage, targetLanguage } = languages;
    throw new Error(
      `Cannot read ${path}: it must have units in ${sourceLanguage} and ${targetLanguage}, got ${[...units.languages].join(", ") || "none"}`,
    );
  }
  return units.pairs;
}

const READING_PROBLEMS: { readonly [code: string]: string } = {
  ENOENT: "there is no such file",
  EISDIR: "it is a folder",
  ERR_ENCODING_INVALID_ENCODED_DATA: "it must be valid UTF-8 or UTF-16",
};

async function* decoded(path: string): AsyncGenerator<string> {
  let decoder: InstanceType<typeof TextDecoder> | undefined;
  for await (const bytes of createReadStream(path) as AsyncIterable<Buffer>) {
    decoder ??= new TextDecoder(encodingOf(bytes), { fatal: true });
    yield decoder.decode(bytes, { stream: true });
  }
  yield decoder?.decode() ?? "";
}

/** By the byte order mark, which UTF-16 in XML must have. */
function encodingOf([first, second]: Uint8Array): string {
  if (first === 0xff && second === 0xfe) return "utf-16le";
  if (first === 0xfe && second === 0xff) return "utf-16be";
  return "utf-8";
}

/** Collects the segments of one unit after the other. */
class UnitReader {
  readonly pairs: Pair[] = [];
  /** All languages of the file. */
  readonly languages = new Set<string>();
  readonly #wanted: LanguagePair;
  #sources: string[] = [];
  #targets: string[] = [];
  #language = "";
  #segment: string | undefined;
  #codeDepth = 0;

  constructor(wanted: LanguagePair) {
    this.#wanted = wanted;
  }

  open({ name, attributes }: SaxesTagPlain): void {
    if (name === "tu") [this.#sources, this.#targets] = [[], []];
    // Up to version 1.2 the attribute was "lang".
    if (name === "tuv") this.#language = attributes["xml:lang"] ?? attributes.lang ?? "";
    if (name === "tuv" && this.#language !== "") this.languages.add(this.#language);
    if (name === "seg") this.#segment = "";
    if (CODE_ELEMENTS.has(name)) this.#codeDepth++;
  }

  addText(text: string): void {
    if (this.#segment !== undefined && this.#codeDepth === 0) this.#segment += text;
  }

  close(name: string): void {
    if (CODE_ELEMENTS.has(name)) this.#codeDepth--;
    if (name === "seg") {
      const text = this.#segment?.trim() ?? "";
      this.#segment = undefined;
      if (text === "") return;
      if (isSameLanguage(this.#language, this.#wanted.sourceLanguage)) this.#sources.push(text);
      else if (isSameLanguage(this.#language, this.#wanted.targetLanguage))
        this.#targets.push(text);
    }
    if (name === "tu") {
      for (const source of this.#sources) {
        for (const target of this.#targets) this.pairs.push({ source, target });
      }
    }
  }
}

function isSameLanguage(found: string, wanted: string): boolean {
  const [a, b] = [found, wanted].map((tag) => tag.toLowerCase().replaceAll("_", "-"));
  return a === b || `${a}`.startsWith(`${b}-`) || `${b}`.startsWith(`${a}-`);
}
