/** The verb `phrases`. */
import {
  addOutputOptions,
  addRunOption,
  type Command,
  formatTable,
  Output,
  type OutputOptions,
  UsageError,
  withCountProgress,
} from "@encdec/core/command-line";
import { writeFile } from "@encdec/core/persistence";
import { Translator } from "./decode.ts";
import { writeVectors } from "./phrase-files.ts";
import { mapPhrases } from "./phrase-map.ts";
import { type PhraseGrouping, phraseMapPage } from "./phrase-map-page.ts";
import { printScores } from "./phrase-score-table.ts";
import { drawPhrases } from "./phrase-selection.ts";
import { PhraseSpace } from "./phrase-space.ts";
import { encodePhrases } from "./phrase-vectors.ts";

/** Options of the verb. */
interface PhrasesOptions extends OutputOptions {
  readonly run: string;
  readonly from?: string;
  readonly limit: number;
  readonly neighbours: number;
  readonly map?: string;
  readonly group: PhraseGrouping;
  readonly score?: boolean;
  readonly rank?: boolean;
  readonly vectors?: string;
  readonly seed?: number;
}

/** Adds the verb `phrases`. */
export function addPhrasesCommand(program: Command): void {
  const command = program
    .command("phrases [phrase...]")
    .description("compare phrases as the encoder sees them, and score pairs of them");
  addRunOption(command, "translate")
    .option("--from <file>", "phrases one a line, or source, tab, target (default: training data)")
    .option("--limit <number>", "most phrases of these, drawn at random", wholeFrom(1), 5000)
    .option("--neighbours <number>", "how many for each phrase given", wholeFrom(1), 10)
    .option("--map <file.html>", "write a page with the phrases on a plane")
    .addOption(
      command
        .createOption("--group <by>", "what the map's colours show")
        .choices(["first-word", "length"])
        .default("first-word"),
    )
    .option("--vectors <file>", "write the phrases with their vectors: .jsonl, or tab-separated")
    .option("--seed <number>", "draws phrases and map (default: the run's)", wholeFrom(0))
    .addOption(
      command
        .createOption("--score", 'print log P(target | source) of pairs: "source => target"')
        .conflicts(["map", "vectors", "neighbours", "limit"]),
    )
    .addOption(
      command
        .createOption("--rank", "score, and order the targets of each source by it")
        .implies({ score: true })
        .conflicts(["map", "vectors", "neighbours", "limit"]),
    );
  addOutputOptions(command).action(async (phrases: string[], options: PhrasesOptions) => {
    checkTask(phrases, options);
    const output = new Output(options);
    await output.noticeEngine();
    const translator = await Translator.load(options.run);
    try {
      if (options.score) await printScores(output, translator, phrases, options);
      else await comparePhrases(output, translator, phrases, options);
    } finally {
      translator.dispose();
    }
  });
}

function wholeFrom(minimum: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= minimum && value < 2 ** 31) return value;
    throw new UsageError(
      `Cannot compare phrases: numbers must be integers from ${minimum} to 2147483647, got "${text}"`,
    );
  };
}

function checkTask(phrases: readonly string[], { score, from, map, vectors }: PhrasesOptions) {
  if (score && phrases.length === 0 && from === undefined) {
    throw new UsageError('Cannot score pairs: give "source => target" or --from FILE, got neither');
  }
  if (!score && phrases.length === 0 && map === undefined && vectors === undefined) {
    throw new UsageError(
      "Cannot compare phrases: give phrases to find neighbours of, --map, --vectors or --score, got none of them",
    );
  }
}

/** Map and vectors hold the phrases given, too. */
async function comparePhrases(
  output: Output,
  translator: Translator,
  given: readonly string[],
  options: PhrasesOptions,
): Promise<void> {
  const { run, map, vectors, group, neighbours: count } = options;
  const onNotice = (text: string): void => output.notice(text);
  const queries = await encodePhrases(translator, given); // refuses wrong ones before the long work
  const phrases = [
    ...new Set([...given, ...(await drawPhrases(translator, { ...options, onNotice }))]),
  ];
  const { length } = phrases;
  const quiet = output.isQuiet;
  const space = await withCountProgress({ label: "encoded", quiet }, (onProgress) =>
    PhraseSpace.encode(translator, phrases, { onProgress }),
  );
  for (const [index, phrase] of given.entries()) {
    const vector = queries[index] as Float32Array;
    const neighbours = space.neighbours(vector, { count, except: phrase });
    const rows = neighbours.map((near, row) => [
      row === 0 ? phrase : "",
      near.phrase,
      near.cosine.toFixed(3),
    ]);
    const table = formatTable(["phrase", `nearest of ${length - 1}`, "cosine"], rows);
    output.result(index > 0 ? `\n${table}` : table, { phrase, neighbours });
  }
  if (vectors !== undefined) {
    await writeVectors(vectors, space);
    const { size } = space.units;
    const result = { vectors, phrases: length, size };
    output.result(`${vectors} holds ${length} phrases with ${size} numbers each`, result);
  }
  if (map !== undefined) {
    const seed = options.seed ?? translator.config.seed;
    const drawn = await withCountProgress({ label: "mapped, round", quiet }, (onProgress) =>
      mapPhrases(space, { seed, onProgress }),
    );
    if (drawn.notice !== undefined) output.notice(drawn.notice);
    const marked = new Set(given);
    await writeFile(map, await phraseMapPage({ phrases, map: drawn, group, marked, run }));
    const result = { map, phrases: length, method: drawn.method };
    output.result(`${map} shows ${length} phrases`, result);
  }
}
