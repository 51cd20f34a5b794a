/** Text files line by line, as UTF-8 and nothing else. */
import { readFile } from "node:fs/promises";

/**
 * The lines of a UTF-8 file, without line ends and without the empty line after the last one.
 *
 * @throws {Error} If the file is missing, empty, or not valid UTF-8: the line is named.
 */
export async function readLines(path: string): Promise<string[]> {
  const bytes = await readBytes(path);
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new Error(`Cannot read ${path}: line ${invalidLine(bytes)} must be valid UTF-8`);
  }
  if (text.trim() === "") throw new Error(`Cannot read ${path}: the file is empty`);
  const lines = text.split(/\r?\n/);
  if (lines.at(-1) === "") lines.pop();
  return lines;
}

async function readBytes(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why =
      code === "ENOENT" ? "there is no such file" : code === "EISDIR" ? "it is a folder" : code;
    throw new Error(`Cannot read ${path}: ${why}`);
  }
}

/** Number of the first line that is not valid UTF-8, from 1. */
function invalidLine(bytes: Uint8Array): number {
  let line = 1;
  for (let start = 0; start < bytes.length; line++) {
    const newline = bytes.indexOf(0x0a, start);
    const end = newline === -1 ? bytes.length : newline;
    try {
      new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(start, end));
    } catch {
      return line;
    }
    start = end + 1;
  }
  return line;
}
