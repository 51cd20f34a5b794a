/** The verb `data`. */
import { addSettingsCommand, type Command, formatTable } from "@encdec/core/command-line";
import { presets, translateSchema } from "./config.ts";
import { loadData } from "./data.ts";
import { describeSet } from "./data-summary.ts";
import { PhraseEncoder } from "./encode.ts";

/** Adds the verb `data`. */
export function addDataCommand(program: Command): void {
  addSettingsCommand(program, {
    name: "data",
    description: "show what the data holds, how it is split, and how long the phrases are",
    schema: translateSchema,
    presets,
    act: async (config, output) => {
      const data = await loadData(config, (text) => output.notice(text));
      const encoder = PhraseEncoder.fit(config, data.train);
      const sets = { train: data.train, validation: data.validation, test: data.test };
      const rows = Object.entries(sets).map(([name, pairs]) => describeSet(name, pairs, encoder));
      const vocabulary = {
        source: encoder.source.vocabulary.size,
        target: encoder.target.vocabulary.size,
      };
      const { origin, fingerprint } = data;
      const table = formatTable(
        [
          "set",
          "pairs",
          "mean source tokens",
          "longest",
          "mean target tokens",
          "longest",
          "unknown %",
        ],
        rows.map((row) => [
          row.set,
          String(row.pairs),
          row.meanSourceTokens,
          String(row.longestSource),
          row.meanTargetTokens,
          String(row.longestTarget),
          row.unknownPercent,
        ]),
      );
      const { dropped } = data.cleaning;
      const leftOut = formatTable(
        ["left out", "pairs", "such as"],
        dropped.map(({ reason, count, examples: [pair] }) => [
          reason,
          String(count),
          pair ? `${pair.source} | ${pair.target}` : "",
        ]),
      );
      const samples = data.train.slice(0, 5).map(({ source, target }) => [source, target]);
      output.result(
        [
          `${origin.description} (licence: ${origin.licence})`,
          `vocabularies: ${vocabulary.source} source tokens, ${vocabulary.target} target tokens`,
          table,
          ...(dropped.length > 0 ? ["", leftOut] : []),
          "",
          formatTable(["source", "target"], samples),
        ].join("\n"),
        { origin, fingerprint, vocabulary, sets: rows, cleaning: data.cleaning, samples },
      );
    },
  });
}
