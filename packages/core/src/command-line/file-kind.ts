/** Files that a flag names: their endings say what is written into them. */
import { extname } from "node:path";
import { quoted } from "./answer.ts";
import { UsageError } from "./usage-error.ts";

/** Options of {@link fileKind}. */
export interface FileKindOptions<Kind extends string> {
  /** The flag that names the file, such as `--heat-map`. */
  readonly flag: string;
  /** Endings without the dot, in lower case. */
  readonly kinds: readonly Kind[];
  /** What may have been meant, for the end of the error's sentence. */
  readonly advice?: string | undefined;
}

/**
 * What a file becomes, by the ending of its name.
 *
 * @throws {UsageError} If it is none of the kinds.
 *
 * @example
 * ```ts
 * import { fileKind } from "@encdec/core/command-line";
 * import { assert } from "vitest";
 *
 * const options = { flag: "--output", kinds: ["html", "json"] } as const;
 * assert.equal(fileKind("words.HTML", options), "html");
 * assert.throws(
 *   () => fileKind("words.pdf", options),
 *   'Cannot run the command: --output takes a file that ends in .html or .json, got "words.pdf"',
 * );
 * ```
 */
export function fileKind<Kind extends string>(path: string, options: FileKindOptions<Kind>): Kind {
  const { flag, kinds, advice } = options;
  const ending = extname(path).slice(1).toLowerCase();
  const kind = kinds.find((name) => name === ending);
  if (kind !== undefined) return kind;
  const endings = kinds.map((name) => `.${name}`).join(" or ");
  throw new UsageError(
    `Cannot run the command: ${flag} takes a file that ends in ${endings}, got ${quoted(path)}${advice === undefined ? "" : `; ${advice}`}`,
  );
}
