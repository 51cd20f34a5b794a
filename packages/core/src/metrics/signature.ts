/** Signatures of scores in sacrebleu's notation (Post 2018, https://aclanthology.org/W18-6319). */

/** The end of each signature: who computed the score, and whose figures it reproduces. */
const VERSION = "version:encdec-sacrebleu-2.6.0";

/** The settings of a score, to be quoted beside it. */
export function signature(settings: Record<string, string | number | boolean>): string {
  const pairs = Object.entries(settings).map(
    ([name, value]) => `${name}:${typeof value === "boolean" ? (value ? "yes" : "no") : value}`,
  );
  return [...pairs, VERSION].join("|");
}
