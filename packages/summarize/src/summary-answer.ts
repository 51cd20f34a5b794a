/** A summary as it is printed. */
import { type Answer, formatTable, oneLine, quoted } from "@encdec/core/command-line";
import type { Summary } from "./decode.ts";
import type { WordOrigin } from "./origins.ts";

/** How a summary is printed. */
export interface SummaryAnswerOptions {
  /** How the document is called: its file, or its beginning. */
  readonly name: string;
  /** The file, where there is one. */
  readonly file?: string | undefined;
  /** Shows where each word comes from. @default false */
  readonly origins?: boolean | undefined;
}

/** What is printed for a summary; a document of unknown words alone is a problem. */
export function summaryAnswer(summary: Summary, options: SummaryAnswerOptions): Answer {
  const { documentTokens, origins, ...shown } = summary;
  const { name, file } = options;
  const isShown = options.origins && origins !== undefined;
  const value = {
    ...(file !== undefined && { file }),
    ...shown,
    documentTokens: documentTokens.length,
    ...(isShown && { origins }),
  };
  if (documentTokens.length === 0) {
    return { text: "", value, ...(file !== undefined && { notices: [`${name} is empty`] }) };
  }
  if (summary.tokens.length === 0) {
    const problem = `Cannot summarize ${name}: at least one word must be in the vocabulary, got only unknown ones`;
    return { text: "", value: { ...value, error: problem }, problem };
  }
  return {
    text: oneLine(summary.summary),
    value,
    notices: [
      ...(summary.cut ? [`only ${documentTokens.length} tokens of ${name} were read`] : []),
      ...(isShown ? [originTable(summary)] : []),
    ],
  };
}

/** A problem in place of a summary. */
export function problemAnswer(problem: string, file?: string): Answer {
  return {
    text: "",
    value: { ...(file !== undefined && { file }), summary: "", error: problem },
    problem,
  };
}

/** How a document without a file is called. */
export function nameOf(document: string): string {
  return quoted(document.trim(), 40);
}

/** A row a word of the summary: whether it was copied, and what was looked at. */
function originTable(summary: Summary): string {
  return formatTable(["word", "copied", "from"], originRows(summary));
}

/** A row a word of the summary: the word, how likely it was copied, and what was looked at. */
export function originRows({ tokens, origins = [], documentTokens }: Summary): string[][] {
  return tokens.map((token, index) => {
    const origin = origins[index] as WordOrigin;
    return [
      token,
      origin.copied === undefined ? "" : percent(origin.copied),
      mostLookedAt(origin.attention, documentTokens),
    ];
  });
}

const SHOWN = 3;
/** A smaller share says nothing. */
const LEAST_SHARE = 0.05;

function mostLookedAt(attention: readonly number[], tokens: readonly string[]): string {
  return [...attention.entries()]
    .filter(([, weight]) => weight >= LEAST_SHARE)
    .sort(([, a], [, b]) => b - a)
    .slice(0, SHOWN)
    .map(([place, weight]) => `${tokens[place]} (${place + 1}) ${percent(weight)}`)
    .join(", ");
}

function percent(share: number): string {
  return `${(100 * share).toFixed(0)} %`;
}
