/** How a language writes words and spaces: what the word tokenizer and the detokenizer must know of it. */

/** A space that French puts before `? ! ; : %` and inside guillemets: plain, no-break or narrow no-break. */
export type PunctuationSpace = " " | "\u00a0" | "\u202f";

export interface Orthography {
  /** Base language, such as `fr`. */
  readonly language: string;
  /** Patterns of tokens that are looked for before a whole word. */
  readonly parts: readonly string[];
  /** Pattern of what ends a word at a hyphen or apostrophe instead of continuing it. */
  readonly suffix: string | undefined;
  /** Tokens written without a space before them, besides punctuation. */
  readonly leansLeft: RegExp | undefined;
  /** Tokens written without a space after them, besides punctuation. */
  readonly leansRight: RegExp | undefined;
  /** Punctuation with a space before it, and spaces inside guillemets. */
  readonly spacedPunctuation: boolean;
}

const APOSTROPHE = "['’‘]";
const WORD_END = "(?![\\p{L}\\p{M}\\p{N}])";

function plain(language: string): Orthography {
  return {
    language,
    parts: [],
    suffix: undefined,
    leansLeft: undefined,
    leansRight: undefined,
    spacedPunctuation: false,
  };
}

// it's -> it 's, don't -> do n't, as the Penn Treebank splits them; 'em and '90s stay whole.
const ENGLISH_SUFFIX = `${APOSTROPHE}(?:s|re|ve|ll|d|m)${WORD_END}(?!-\\p{L})`;
const ENGLISH_NOT = `n${APOSTROPHE}t${WORD_END}`;

const english: Orthography = {
  ...plain("en"),
  parts: [
    `\\p{L}+?(?=${ENGLISH_NOT})`,
    `(?<=\\p{L})${ENGLISH_NOT}`,
    `(?<=[\\p{L}\\p{N}])${ENGLISH_SUFFIX}`,
    `(?<!\\p{L})${APOSTROPHE}(?:em|tis|twas|cause|til|\\d\\ds)${WORD_END}`,
    `(?<!\\p{L})${APOSTROPHE}n${APOSTROPHE}(?!\\p{L})`,
  ],
  suffix: ENGLISH_SUFFIX,
  leansLeft: /^(?:n['’‘]t|['’‘](?:s|re|ve|ll|d|m))$/i,
};

// l'eau -> l' eau, as-tu -> as -tu, y a-t-il -> y a -t-il; aujourd'hui, arc-en-ciel and rendez-vous stay whole.
const FRENCH_PRONOUN =
  "(?:t-)?(?:je|tu|ils?|elles?|on|nous|vous|ce|moi|toi|les?|la|lui|leur|y|en|là|ci|mêmes?)";
const FRENCH_SUFFIX = `-(?:${FRENCH_PRONOUN}|[mtl]${APOSTROPHE}(?:en|y))(?![\\p{L}\\p{M}\\p{N}'’‘])(?!-(?!${FRENCH_PRONOUN}${WORD_END})\\p{L})`;

const french: Orthography = {
  ...plain("fr"),
  parts: [
    `(?:[ldjmnstcç]|qu|(?:jus|lors|puis|quoi)qu)${APOSTROPHE}`,
    `rendez-vous${WORD_END}`,
    `(?<=\\p{L})${FRENCH_SUFFIX}`,
  ],
  suffix: FRENCH_SUFFIX,
  leansLeft: /^-\p{L}/u,
  leansRight: /\p{L}['’‘]$/u,
  spacedPunctuation: true,
};

// dell'acqua -> dell' acqua
const eliding = (language: string): Orthography => ({
  ...plain(language),
  parts: [`\\p{L}+${APOSTROPHE}(?=\\p{L})`],
  leansRight: /\p{L}['’‘]$/u,
});

const ORTHOGRAPHIES = new Map(
  [english, french, eliding("it"), eliding("ca")].map((orthography) => [
    orthography.language,
    orthography,
  ]),
);

/**
 * The orthography of a language; languages without rules of their own share the common ones.
 *
 * @param language BCP 47 tag; the region plays no part.
 * @throws {RangeError} If `language` is not a BCP 47 tag.
 */
export function orthographyOf(language: string): Orthography {
  const base = baseLanguage(language);
  return ORTHOGRAPHIES.get(base) ?? plain(base);
}

function baseLanguage(language: string): string {
  try {
    return new Intl.Locale(language).language;
  } catch (error) {
    throw new RangeError(
      `Cannot create a tokenizer: language must be a BCP 47 tag such as "fr", got "${language}"`,
      { cause: error },
    );
  }
}
