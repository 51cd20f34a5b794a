// @ts-check
/** Steps of the set-up that are done once for the same files. */
import { createHash } from "node:crypto";
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./environment.mjs";

/**
 * Does a step unless it was done before with the same files; says on standard error how long it took.
 *
 * @param {string} name
 * @param {object} options
 * @param {() => readonly string[]} options.files Absolute paths of all that decides the result.
 * @param {boolean} options.again Do it even so.
 * @param {() => Promise<string[]>} options.work Resolves to a word on the result, then whatever else
 *   the user should know, a sentence each.
 */
export async function doOnce(name, { files, again, work }) {
  const stampFile = join(root, "node_modules", `.encdec-${name}`);
  const isDone = existsSync(stampFile) && readFileSync(stampFile, "utf8") === stampOf(files());
  if (isDone && !again) return;
  const start = performance.now();
  process.stderr.write(`${name} … `);
  try {
    const [result, ...notes] = await work();
    const seconds = Math.round((performance.now() - start) / 1000);
    process.stderr.write(`${result === undefined ? "" : `${result}, `}${seconds} s\n`);
    for (const note of notes) process.stderr.write(`  ${note}\n`);
  } catch (error) {
    process.stderr.write("failed\n");
    throw error;
  }
  writeFileSync(stampFile, stampOf(files()));
}

/** @param {readonly string[]} files Of folders only the name counts. */
function stampOf(files) {
  const hash = createHash("sha256").update(`${process.platform} ${process.arch}`);
  for (const file of [...files].sort()) {
    const stat = statSync(file, { throwIfNoEntry: false });
    if (stat === undefined) continue;
    hash.update(`\0${file}\0`);
    if (stat.isFile()) hash.update(readFileSync(file));
  }
  return hash.digest("hex");
}
