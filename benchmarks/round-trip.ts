/**
 * Share of lines that normalise -> tokenize -> detokenize gives back exactly, by language.
 *
 *     npm run bench:round-trip -- FILE.tsv... [--languages en,fr]
 */
import { parseArgs } from "node:util";
import { createTokenizer, normalize } from "@encdec/core";
import { readLines } from "@encdec/core/persistence";

const { positionals: files, values } = parseArgs({
  allowPositionals: true,
  options: { languages: { type: "string", default: "en,fr" } },
});
if (files.length === 0) {
  console.error("Cannot measure round trips: name one or more files of tab-separated lines, got 0");
  process.exit(2);
}
const rows = (await Promise.all(files.map(readLines))).flat().map((line) => line.split("\t"));
for (const [column, language] of values.languages.split(",").entries()) {
  const tokenizer = createTokenizer({ kind: "word", language });
  const lines = rows.map((row) => normalize(row[column] ?? ""));
  const exact = lines.filter((line) => tokenizer.detokenize(tokenizer.tokenize(line)) === line);
  const share = ((100 * exact.length) / lines.length).toFixed(3);
  console.log(`${language}: ${share} % of ${lines.length} lines`);
}
