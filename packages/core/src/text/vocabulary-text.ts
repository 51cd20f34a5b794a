/** The lines of a vocabulary file: one token each, with escapes for what a line cannot hold. */
//
//   \\   backslash          \n  \r   line breaks
//   \<   in front of a token of the data that is written like a special one: \<pad>

const ESCAPES = new Map([
  ["\\", "\\\\"],
  ["\n", "\\n"],
  ["\r", "\\r"],
]);
const UNESCAPES = new Map([
  ["\\\\", "\\"],
  ["\\n", "\n"],
  ["\\r", "\r"],
  ["\\<", "<"],
]);

/** Writes a token of the data as a line, without the line break. */
export function writeEntry(token: string, specials: readonly string[]): string {
  if (specials.includes(token)) return `\\${token}`;
  return token.replace(/[\\\n\r]/g, (character) => ESCAPES.get(character) ?? character);
}

/**
 * Reads the tokens that follow the special ones.
 *
 * @throws {RangeError} If the text is cut off, does not begin with the special tokens, or has an empty,
 * repeated or wrongly escaped line.
 */
export function readEntries(text: string, specials: readonly string[]): string[] {
  const lines = text.split("\n");
  const rest = lines.pop() ?? "";
  if (rest !== "") {
    refuse(`the last line must end with a line break, got ${JSON.stringify(rest)}`);
  }
  for (const [index, special] of specials.entries()) {
    const line = lines[index];
    if (line !== special) {
      refuse(
        `line ${index + 1} must be ${special}, got ${line === undefined ? "the end of the text" : JSON.stringify(line)}`,
      );
    }
  }
  const seen = new Set<string>();
  return lines.slice(specials.length).map((line, index) => {
    const number = index + specials.length + 1;
    if (line === "") refuse(`line ${number} must hold a token, got an empty line`);
    const token = readEntry(line, number);
    if (seen.has(token) || specials.includes(line)) {
      refuse(`each token must stand once, got ${line} again in line ${number}`);
    }
    seen.add(token);
    return token;
  });
}

function readEntry(line: string, number: number): string {
  return line.replace(
    /\\.?|\r/gu,
    (sequence) =>
      UNESCAPES.get(sequence) ??
      refuse(
        `line ${number} must escape only backslashes, line breaks and special tokens, got ${JSON.stringify(line)}`,
      ),
  );
}

function refuse(why: string): never {
  throw new RangeError(`Cannot read a vocabulary: ${why}`);
}
