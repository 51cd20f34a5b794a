/** Messages and their translations from gettext catalogues, compiled (`.mo`) or written (`.po`). */
import { type GetTextTranslation, type GetTextTranslations, mo, po } from "gettext-parser";
import type { Pair } from "./data.ts";

/** Options of {@link catalogueMessages}. */
export interface CatalogueOptions {
  /** @default "mo" */
  readonly format?: "mo" | "po";
  /** Also plural messages of a language with two forms: one pair for each form. @default false */
  readonly plurals?: boolean;
}

/**
 * The translated messages of a catalogue; not its header, and not translations that are marked fuzzy.
 *
 * @throws {Error} If it is no catalogue, or is cut off.
 */
export function catalogueMessages(catalogue: Buffer, options: CatalogueOptions = {}): Pair[] {
  const { format = "mo", plurals = false } = options;
  return Object.values(parse(catalogue, format).translations)
    .flatMap((context) => Object.values(context))
    .filter(({ msgid, comments }) => msgid !== "" && !isFuzzy(comments?.flag))
    .flatMap((message) => formsOf(message, plurals))
    .filter(({ source, target }) => source !== "" && target !== "");
}

function formsOf(message: GetTextTranslation, plurals: boolean): Pair[] {
  // A message that breaks off has no translations, whatever the library's types say.
  const { msgid, msgid_plural, msgstr = [] } = message;
  const [singular = "", plural = ""] = msgstr;
  if (msgid_plural === undefined) return [{ source: msgid, target: singular }];
  // Other languages have forms that English does not tell apart.
  if (!plurals || msgstr.length !== 2) return [];
  return [
    { source: msgid, target: singular },
    { source: msgid_plural, target: plural },
  ];
}

function isFuzzy(flags: string | undefined): boolean {
  return flags !== undefined && /\bfuzzy\b/.test(flags);
}

function parse(catalogue: Buffer, format: "mo" | "po"): GetTextTranslations {
  try {
    // Without its magic number a compiled catalogue gives false; any text is a .po file without messages.
    const parsed = (
      format === "mo" ? mo.parse(catalogue) : po.parse(catalogue, { defaultCharset: "utf-8" })
    ) as GetTextTranslations | false;
    if (parsed !== false && Object.keys(parsed.translations).length > 0) return parsed;
  } catch {
    // The index of a .mo file points beyond its end; a .po file breaks off.
  }
  const start = JSON.stringify(catalogue.toString("latin1", 0, 16));
  throw new Error(
    `Cannot read a catalogue: it must be a whole gettext .${format} file, got ${catalogue.length} bytes that begin with ${start}`,
  );
}
