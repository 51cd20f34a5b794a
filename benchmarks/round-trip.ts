/**
 * Share of lines that normalise -> tokenize -> detokenize gives back exactly, by language.
 *
 *     npm run bench:round-trip -- FILE.tsv... [--languages en,fr] [--tokenizer word|character|bytePair]
 *       [--merges 6000] [--sentence-case] [--show 10]
 *
 * Columns beyond the last language are further texts in it. Byte-pair encoding is learnt on the lines of
 * all languages together.
 */
import { parseArgs } from "node:util";
import {
  BytePairEncoding,
  createTokenizer,
  normalize,
  SentenceCase,
  type TokenizerOptions,
} from "@encdec/core";
import { readLines } from "@encdec/core/persistence";

const { positionals: files, values } = parseArgs({
  allowPositionals: true,
  options: {
    languages: { type: "string", default: "en,fr" },
    tokenizer: { type: "string", default: "word" },
    merges: { type: "string", default: "6000" },
    "sentence-case": { type: "boolean", default: false },
    show: { type: "string", default: "0" },
  },
});
if (files.length === 0) fail("name one or more files of tab-separated lines, got 0");

const rows = (await Promise.all(files.map(readLines))).flat().map((line) => line.split("\t"));
const languages = values.languages.split(",");
const texts = languages.map((_, column) => {
  const end = column === languages.length - 1 ? undefined : column + 1;
  return rows.flatMap((row) => row.slice(column, end)).map((text) => normalize(text));
});
const tokenizers = makeTokenizers();
for (const [index, language] of languages.entries()) {
  const lines = texts[index] ?? [];
  const { tokenize, detokenize } = tokenizers[index] ?? fail("a language has no tokenizer");
  const start = performance.now();
  const results = lines.map((line) => ({ line, tokens: tokenize(line) }));
  const broken = results
    .map(({ line, tokens }) => ({ line, back: detokenize(tokens) }))
    .filter(({ line, back }) => line !== back);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  const share = (100 * (1 - broken.length / lines.length)).toFixed(3);
  const tokens = results.reduce((sum, result) => sum + result.tokens.length, 0);
  const types = new Set(results.flatMap((result) => result.tokens)).size;
  console.log(
    `${language}: ${share} % of ${lines.length} lines; ${(tokens / lines.length).toFixed(2)} tokens a line, ${types} different ones, ${seconds} s`,
  );
  for (const { line, back } of broken.slice(0, Number(values.show))) {
    console.log(`  ${line}\n  ${back}\n`);
  }
}

function makeTokenizers(): ReturnType<typeof createTokenizer>[] {
  if (values.tokenizer === "character") {
    return languages.map(() => createTokenizer({ kind: "character" }));
  }
  const words = languages.map((language, index): TokenizerOptions & { kind: "word" } => {
    const { tokenize } = createTokenizer({ kind: "word", language });
    if (!values["sentence-case"]) return { kind: "word", language };
    const sentenceCase = SentenceCase.learn((texts[index] ?? []).map(tokenize));
    return { kind: "word", language, sentenceCase };
  });
  if (values.tokenizer === "word") return words.map(createTokenizer);
  if (values.tokenizer !== "bytePair") {
    fail(`--tokenizer must be word, character or bytePair, got "${values.tokenizer}"`);
  }
  const start = performance.now();
  const tokenized = words.flatMap((options, index) =>
    (texts[index] ?? []).map(createTokenizer(options).tokenize),
  );
  const learning = performance.now();
  const encoding = BytePairEncoding.learn(tokenized, { merges: Number(values.merges) });
  console.log(
    `${encoding.merges.length} merges learnt in ${((performance.now() - learning) / 1000).toFixed(1)} s after ${((learning - start) / 1000).toFixed(1)} s for words`,
  );
  return words.map((options) => createTokenizer({ ...options, kind: "bytePair", encoding }));
}

function fail(why: string): never {
  console.error(`Cannot measure round trips: ${why}`);
  process.exit(2);
}
