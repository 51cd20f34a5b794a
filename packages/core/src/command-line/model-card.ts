/** The model card of a run: the README that says what it was made from, how good it is, and how to use it. */
import type { RunRecord } from "../persistence/open-run.ts";
import type { TrainingReport } from "../training/reports.ts";
import { markdownTable } from "./markdown-table.ts";

/** What a model card says. */
export interface ModelCardOptions {
  readonly title: string;
  /** What was trained, the beginning of a sentence: "LSTM encoder-decoder, trained". */
  readonly trained: string;
  readonly config: Pick<RunRecord, "madeWith">;
  readonly reports: readonly Pick<TrainingReport, "epoch" | "elapsedSeconds">[];
  /** Values by the names of the settings. */
  readonly settings: { readonly [name: string]: string };
  /** Markdown about the data. */
  readonly data: string;
  readonly scores: {
    /** What was scored on: "120 held-out documents". */
    readonly on: string;
    /** Markdown: tables, and what their numbers mean. */
    readonly text: string;
  };
  /** A command that uses the run. */
  readonly command: string;
}

/**
 * Markdown of a model card.
 *
 * @example
 * ```ts
 * import { formatModelCard } from "@encdec/core/command-line";
 * import { assert } from "vitest";
 *
 * const card = formatModelCard({
 *   title: "Greetings",
 *   trained: "LSTM, trained",
 *   config: { madeWith: { encdec: "1.0.0", node: "24.0.0", engine: "fused 2.18.1" } },
 *   reports: [{ epoch: 1, elapsedSeconds: 59.6 }],
 *   settings: { units: "64" },
 *   data: "A list of names.",
 *   scores: { on: "10 names", text: "All are right." },
 *   command: "npm run greet Ada",
 * });
 * assert.match(card, /^# Greetings\n\nLSTM, trained with encdec 1.0.0: 1 epochs in 60 s on engine fused 2.18.1.\n/);
 * assert.include(card, "| units | 64 |\n\n## Data\n\nA list of names.\n\n## Scores on 10 names\n");
 * assert.match(card, /```sh\nnpm run greet Ada\n```\n$/);
 * ```
 */
export function formatModelCard(options: ModelCardOptions): string {
  const { title, trained, config, reports, settings, data, scores, command } = options;
  const { encdec, engine } = config.madeWith;
  const last = reports.at(-1);
  return `# ${title}

${trained} with encdec ${encdec}: ${last?.epoch} epochs in ${last?.elapsedSeconds.toFixed(0)} s on engine ${engine}.

${markdownTable(["setting", "value"], Object.entries(settings))}

## Data

${data}

## Scores on ${scores.on}

${scores.text}

## Use

\`\`\`sh
${command}
\`\`\`
`;
}

/**
 * A score with the ends of its interval, as a cell of a table.
 *
 * @example
 * ```ts
 * import { formatInterval } from "@encdec/core/command-line";
 * import { assert } from "vitest";
 *
 * assert.equal(formatInterval({ score: 41.26, lower: 39.9, upper: 42.71 }), "41.3 (39.9 to 42.7)");
 * ```
 */
export function formatInterval(interval: {
  readonly score: number;
  readonly lower: number;
  readonly upper: number;
}): string {
  const { score, lower, upper } = interval;
  return `${score.toFixed(1)} (${lower.toFixed(1)} to ${upper.toFixed(1)})`;
}
