/** Whether a text is in the script that its language is written in. */

const LETTERS = /\p{L}/gu;

/** Scripts that ISO 15924 gives one name together. */
const MIXED_SCRIPTS: { readonly [name: string]: readonly string[] } = {
  Jpan: ["Han", "Hira", "Kana"],
  Kore: ["Hang", "Han"],
  Hans: ["Han", "Bopo"],
  Hant: ["Han", "Bopo"],
};

const lettersByLanguage = new Map<string, RegExp | undefined>();

/**
 * Whether at least half of the letters of a text belong to the usual script of a language; true without
 * letters, and for languages whose script is not known.
 *
 * @param language BCP 47 tag or gettext's name, such as "sr-Latn" or "pt_BR".
 */
export function hasScriptOf(text: string, language: string): boolean {
  const letters = text.match(LETTERS)?.length ?? 0;
  const expected = lettersOf(language);
  if (letters === 0 || expected === undefined) return true;
  return (text.match(expected)?.length ?? 0) >= letters / 2;
}

function lettersOf(language: string): RegExp | undefined {
  if (!lettersByLanguage.has(language)) lettersByLanguage.set(language, patternOf(language));
  return lettersByLanguage.get(language);
}

function patternOf(language: string): RegExp | undefined {
  try {
    const { script } = new Intl.Locale(language.replaceAll("_", "-")).maximize();
    if (script === undefined) return undefined;
    const names = MIXED_SCRIPTS[script] ?? [script];
    const scripts = names.map((name) => `\\p{Script_Extensions=${name}}`).join("");
    return new RegExp(`(?=\\p{L})[${scripts}]`, "gu");
  } catch {
    return undefined; // no BCP 47 tag, such as gettext's "sr@latin", or a script newer than this Node.js
  }
}
