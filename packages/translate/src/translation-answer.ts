/** A translation as it is printed. */
import { attentionTable } from "@encdec/core/charts";
import { type Answer, formatTable, oneLine, quoted } from "@encdec/core/command-line";
import { hasAttention } from "./attention-file.ts";
import type { Translation, Translator } from "./decode.ts";

/** How a translation is printed. */
export interface TranslationAnswerOptions {
  /** One line whatever is asked for, or several for a reader at a terminal. */
  readonly form: "line" | "lines";
  /** Shows what was looked at. @default false */
  readonly table?: boolean | undefined;
  /** Columns of the terminal. @default 80 */
  readonly width?: number | undefined;
}

/** What is printed for a translation; a phrase of unknown words alone is a problem. */
export function translationAnswer(
  translation: Translation,
  { form, table: isShown = false, width }: TranslationAnswerOptions,
): Answer {
  // Of nothing the model would make up something.
  if (translation.sourceTokens.length === 0) return { text: "", value: translation };
  const problem = problemOf(translation);
  if (problem !== undefined)
    return { text: "", value: { ...translation, error: problem }, problem };
  const texts = [translation, ...(translation.alternatives ?? [])].map((found) =>
    oneLine(found.translation),
  );
  const tables = isShown && hasAttention(translation) ? [tableOf(translation, width)] : [];
  const notices = noticesOf(translation);
  if (form === "line") {
    return { text: texts.join("\t"), value: translation, notices: [...notices, ...tables] };
  }
  const list = texts.length === 1 ? (texts[0] ?? "") : nBestTable(translation);
  return { text: [list, ...tables].join("\n"), value: translation, notices };
}

/**
 * What is printed for a phrase that the run's settings refuse; nothing when they allow it.
 *
 * The translator throws for such a phrase, and the others of its batch would be lost.
 */
export function refusal(
  { config, encoder }: Pick<Translator, "config" | "encoder">,
  phrase: string,
): Answer | undefined {
  const { maximumLength, tooLong } = config.text;
  if (tooLong === "cut") return undefined;
  const { length } = encoder.source.tokenize(phrase);
  if (length <= maximumLength) return undefined;
  const problem = `Cannot translate ${quoted(phrase)}: at most ${maximumLength} tokens are allowed, got ${length}`;
  return { text: "", value: { source: phrase, translation: "", error: problem }, problem };
}

function problemOf({
  source,
  translation,
  sourceTokens,
  unknown,
}: Translation): string | undefined {
  const isGuess = sourceTokens.length > 0 && unknown.length === sourceTokens.length;
  if (translation !== "" || !isGuess) return undefined;
  return `Cannot translate ${quoted(source)}: at least one word must be in the vocabulary, got only unknown ones`;
}

function noticesOf({ source, sourceTokens, unknown, cut }: Translation): string[] {
  const { length } = sourceTokens;
  return [
    ...(cut
      ? [`cut to the longest source that the run allows, ${length} tokens: ${quoted(source)}`]
      : []),
    ...(unknown.length > 0 ? [`unknown in ${quoted(source)}: ${quoted(unknown.join(" "))}`] : []),
  ];
}

function nBestTable({ alternatives = [], ...best }: Translation): string {
  return formatTable(
    ["score", "log-probability", "translation"],
    [best, ...alternatives].map(({ score, logProbability, translation }) => [
      score.toFixed(2),
      logProbability.toFixed(2),
      oneLine(translation),
    ]),
  );
}

function tableOf({ sourceTokens, tokens, attention = [] }: Translation, width = 80): string {
  return attentionTable({ source: sourceTokens, target: tokens, weights: attention, width });
}
