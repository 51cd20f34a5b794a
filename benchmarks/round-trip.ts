/**
 * Share of lines that normalise -> tokenize -> detokenize gives back exactly, by language.
 *
 *     npm run bench:round-trip -- train.tsv dev.tsv --languages en,fr --tokenizer word
 *
 * Columns beyond the last language are further texts in it. Byte-pair encoding is learnt on the lines of
 * all languages together.
 */
import {
  BytePairEncoding,
  createTokenizer,
  normalize,
  SentenceCase,
  type TokenizerOptions,
} from "@encdec/core";
import {
  formatTable,
  Output,
  type OutputOptions,
  readWholeNumber,
} from "@encdec/core/command-line";
import { readLines } from "@encdec/core/persistence";
import { createBenchmark, readName, runBenchmark } from "./options.ts";

type Tokenizer = ReturnType<typeof createTokenizer>;

const TOKENIZERS = { word: true, character: true, bytePair: true };

interface RoundTripOptions extends OutputOptions {
  readonly languages: string;
  readonly tokenizer: keyof typeof TOKENIZERS;
  readonly merges: number;
  readonly sentenceCase?: boolean;
  readonly show: number;
}

/** What came back of a language's lines. */
interface RoundTrip {
  readonly language: string;
  readonly lines: number;
  /** Percentage of lines that come back exactly. */
  readonly same: number;
  readonly tokensPerLine: number;
  /** Different tokens. */
  readonly types: number;
  readonly seconds: number;
  readonly broken: readonly { readonly line: string; readonly back: string }[];
}

const program = createBenchmark(
  "bench:round-trip",
  "Measures the share of lines that come back exactly after tokenizing",
)
  .argument("<files...>", "files of tab-separated lines")
  .option("--languages <list>", "language of each column, with commas", "en,fr")
  .option(
    "--tokenizer <name>",
    "word, character or bytePair",
    readName("--tokenizer", TOKENIZERS),
    "word",
  )
  .option("--merges <integer>", "merges of byte-pair encoding", readWholeNumber("--merges"), 6000)
  .option("--sentence-case", "learn which words begin with a capital")
  .option(
    "--show <integer>",
    "lines to show that do not come back",
    readWholeNumber("--show", 0),
    0,
  )
  .action(measure);
await runBenchmark(program);

async function measure(files: readonly string[], options: RoundTripOptions): Promise<void> {
  const output = new Output(options);
  const rows = (await Promise.all(files.map(readLines))).flat().map((line) => line.split("\t"));
  if (rows.length === 0) throw new Error("Cannot measure: the files must have lines, got none");
  const languages = options.languages.split(",");
  const texts = languages.map((_, column) => {
    const end = column === languages.length - 1 ? undefined : column + 1;
    return rows.flatMap((row) => row.slice(column, end)).map((text) => normalize(text));
  });
  const tokenizers = makeTokenizers(texts, { ...options, languages, output });
  const results = languages.map((language, index) =>
    roundTrip(language, texts[index] ?? [], tokenizers[index] as Tokenizer),
  );
  const heading = ["language", "lines", "come back, %", "tokens a line", "different tokens", "s"];
  const cells = results.map(({ language, lines, same, tokensPerLine, types, seconds }) => [
    ...[language, lines.toLocaleString("en"), same.toFixed(3), tokensPerLine.toFixed(2)],
    ...[types.toLocaleString("en"), seconds.toFixed(1)],
  ]);
  const shown = results
    .flatMap(({ broken }) => broken.slice(0, options.show))
    .map(({ line, back }) => `\n\n${line}\n${back}`);
  output.result([formatTable(heading, cells), ...shown].join(""), results);
}

function roundTrip(
  language: string,
  lines: readonly string[],
  { tokenize, detokenize }: Tokenizer,
): RoundTrip {
  const start = performance.now();
  const results = lines.map((line) => ({ line, tokens: tokenize(line) }));
  const broken = results
    .map(({ line, tokens }) => ({ line, back: detokenize(tokens) }))
    .filter(({ line, back }) => line !== back);
  const seconds = (performance.now() - start) / 1000;
  const tokens = results.flatMap((result) => result.tokens);
  return {
    language,
    lines: lines.length,
    same: 100 * (1 - broken.length / lines.length),
    tokensPerLine: tokens.length / lines.length,
    types: new Set(tokens).size,
    seconds,
    broken,
  };
}

/** One for each language. */
function makeTokenizers(
  texts: readonly string[][],
  options: Omit<RoundTripOptions, "languages"> & {
    readonly languages: readonly string[];
    readonly output: Output;
  },
): Tokenizer[] {
  const { languages, tokenizer, merges, output } = options;
  if (tokenizer === "character") {
    return languages.map(() => createTokenizer({ kind: "character" }));
  }
  const words = languages.map((language, index): TokenizerOptions & { kind: "word" } => {
    const { tokenize } = createTokenizer({ kind: "word", language });
    if (!options.sentenceCase) return { kind: "word", language };
    const sentenceCase = SentenceCase.learn((texts[index] ?? []).map(tokenize));
    return { kind: "word", language, sentenceCase };
  });
  if (tokenizer === "word") return words.map(createTokenizer);
  const start = performance.now();
  const tokenized = words.flatMap((options, index) =>
    (texts[index] ?? []).map(createTokenizer(options).tokenize),
  );
  const learning = performance.now();
  const encoding = BytePairEncoding.learn(tokenized, { merges });
  output.notice(
    `${encoding.merges.length} merges learnt in ${((performance.now() - learning) / 1000).toFixed(1)} s after ${((learning - start) / 1000).toFixed(1)} s for words`,
  );
  return words.map((options) => createTokenizer({ ...options, kind: "bytePair", encoding }));
}
