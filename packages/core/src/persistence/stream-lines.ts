/** Lines of a file that need not fit into memory. */
import { createReadStream } from "node:fs";

/**
 * The lines of a UTF-8 file, one after the other, without line ends; memory does not grow with the file.
 *
 * @throws {Error} If the file is missing or not valid UTF-8: the line is named.
 */
export async function* streamLines(path: string): AsyncGenerator<string, void, undefined> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let rest = "";
  let line = 1;
  const take = (text: string): string[] => {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    line += lines.length;
    return lines.map((content) => (content.endsWith("\r") ? content.slice(0, -1) : content));
  };
  const decode = (bytes?: Uint8Array): string => {
    try {
      return decoder.decode(bytes, { stream: bytes !== undefined });
    } catch {
      throw new Error(`Cannot read ${path}: the text after line ${line} must be valid UTF-8`);
    }
  };
  try {
    for await (const bytes of createReadStream(path, { highWaterMark: 1 << 18 })) {
      yield* take(decode(bytes));
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new Error(`Cannot read ${path}: ${code === "ENOENT" ? "there is no such file" : code}`);
  }
  yield* take(decode());
  if (rest !== "") yield rest;
}
