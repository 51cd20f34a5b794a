/** The verb `data`. */
import { rouge } from "@encdec/core";
import { textHistogram } from "@encdec/core/charts";
import {
  addSettingsCommand,
  type Command,
  formatTable,
  type OutputOptions,
} from "@encdec/core/command-line";
import { makeBaselines } from "./baselines.ts";
import { presets, type SummarizeConfig, summarizeSchema } from "./config.ts";
import { groupByDocument, loadData, type SummaryData } from "./data.ts";
import { describeSet, describeSide, type SetSummary, type SideLengths } from "./data-summary.ts";
import { SummaryEncoder } from "./encode.ts";
import { SYSTEMS } from "./evaluation-report.ts";

interface DataFlags extends OutputOptions {
  readonly baselines?: boolean;
}

/** Adds the verb `data`. */
export function addDataCommand(program: Command): void {
  addSettingsCommand(program, {
    name: "data",
    description: "show what the data holds, how long its texts are, and what fixed lengths cut",
    schema: summarizeSchema,
    presets,
    addFlags: (command) =>
      command.option("--baselines", "score the baselines on the held-out documents"),
    act: async (config, output, flags: DataFlags) => {
      const data = await loadData(config, (text) => output.notice(text));
      const { codec, text } = SummaryEncoder.fit(config, data.train);
      const sets = { train: data.train, validation: data.validation, test: data.test };
      const rows = Object.entries(sets).map(([name, set]) => describeSet(name, set, codec));
      const document = describeSide("document", data.train, { codec, length: text.documentLength });
      const summary = describeSide("summary", data.train, { codec, length: text.summaryLength });
      const baselines = flags.baselines ? baselineScores(config, data) : undefined;
      const samples = data.train.slice(0, 5).map((example) => [example.document, example.summary]);
      const { origin, fingerprint, cleaning } = data;
      output.result(
        [
          `${origin.description} (licence: ${origin.licence})`,
          `vocabulary: ${codec.vocabulary.size} tokens`,
          setTable(rows),
          sideText("documents", document),
          sideText("summaries", summary),
          formatTable(
            ["document", "summary"],
            samples.map(([long = "", short = ""]) => [firstWords(long), short]),
          ),
          ...(baselines ? [baselineTable(baselines)] : []),
        ].join("\n\n"),
        {
          origin,
          fingerprint,
          cleaning,
          vocabulary: codec.vocabulary.size,
          sets: rows,
          lengths: { document, summary },
          baselines,
          samples,
        },
      );
    },
  });
}

function setTable(rows: readonly SetSummary[]): string {
  return formatTable(
    [
      "set",
      "examples",
      "documents",
      "mean tokens",
      "longest",
      "unknown %",
      "summary tokens",
      "longest",
      "unknown %",
    ],
    rows.map((row) => [
      row.set,
      String(row.examples),
      String(row.documents),
      row.meanDocumentTokens,
      String(row.longestDocument),
      row.unknownPercent,
      row.meanSummaryTokens,
      String(row.longestSummary),
      row.unknownSummaryPercent,
    ]),
  );
}

function sideText(name: string, { distribution, choices, chosen }: SideLengths): string {
  const { histogram, mean, longest } = distribution;
  const bins = histogram.map(({ from, to, count }) => ({ start: from, end: to, count }));
  return [
    `tokens of ${name}: ${mean.toFixed(1)} on average, ${longest} at most`,
    textHistogram(bins),
    "",
    formatTable(
      ["fixed length", "leaves whole %", `${name} cut %`, "tokens lost %", "steps padded %"],
      [
        ...choices.map(({ percent, ...cost }) => ({ label: `${percent}`, cost })),
        { label: "used", cost: chosen },
      ].map(({ label, cost }) => [
        String(cost.length),
        label,
        cost.cutPercent,
        cost.lostPercent,
        cost.paddingPercent,
      ]),
    ),
  ].join("\n");
}

type RougeByType = Readonly<Record<"rouge1" | "rouge2" | "rougeL", number>>;

function baselineScores(
  { data: { language } }: SummarizeConfig,
  { train, test }: SummaryData,
): Readonly<Record<string, RougeByType>> {
  const groups = groupByDocument(test);
  const references = groups.map((group) => group.references);
  const baselines = Object.entries(makeBaselines({ training: train, language }));
  return Object.fromEntries(
    baselines.map(([name, baseline]) => {
      const texts = groups.map(({ document }) => baseline(document));
      const { rouge1, rouge2, rougeL } = rouge(texts, references, { stemming: true });
      return [name, { rouge1: rouge1.f, rouge2: rouge2.f, rougeL: rougeL.f }];
    }),
  );
}

function baselineTable(scores: Readonly<Record<string, RougeByType>>): string {
  return formatTable(
    ["baseline", "ROUGE-1", "ROUGE-2", "ROUGE-L"],
    Object.entries(scores).map(([name, { rouge1, rouge2, rougeL }]) => [
      SYSTEMS[name as keyof typeof SYSTEMS],
      rouge1,
      rouge2,
      rougeL,
    ]),
  );
}

function firstWords(document: string): string {
  const text = document.replaceAll("\n", " ");
  return text.length > 100 ? `${[...text.slice(0, 100)].join("")}…` : text;
}
