/** Files that are either the old or the new ones, never half of each. */
import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import writeFileAtomic from "write-file-atomic";

/** Writes under a temporary name, syncs and renames; makes the folder where it is missing. */
export async function writeFile(path: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFileAtomic(path, typeof content === "string" ? content : Buffer.from(content));
}
