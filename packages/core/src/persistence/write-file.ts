/** Files that are either the old or the new ones, never half of each. */
import { randomInt } from "node:crypto";
import { mkdir, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";

/**
 * Writes under a temporary name, syncs and renames; makes the folder where it is missing.
 *
 * The temporary name is the file's with a number behind it: what a kill leaves can be told from the rest.
 *
 * @throws {Error} If the file cannot be written, such as on a full disk; the old one is still there then.
 */
export async function writeFile(path: string, content: string | Uint8Array): Promise<void> {
  const temporary = `${path}.${randomInt(2 ** 47)}`;
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeSynced(temporary, content);
    await rename(temporary, path);
    await syncFolder(dirname(path));
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    const { code = "", message } = error as NodeJS.ErrnoException;
    throw new Error(`Cannot write ${path}: ${REASONS[code] ?? message}`, { cause: error });
  }
}

const REASONS: { readonly [code: string]: string } = {
  ENOSPC: "the disk is full",
  EDQUOT: "the disk quota is used up",
  EFBIG: "the file would be larger than this process may write",
  EACCES: "this user may not write there",
  EROFS: "the disk is read-only",
};

async function writeSynced(path: string, content: string | Uint8Array): Promise<void> {
  const file = await open(path, "wx");
  try {
    // Writes again until all is written: a disk that fills up takes a part before it fails.
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Makes the renaming last through a loss of power, where folders can be synced. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r").catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}
