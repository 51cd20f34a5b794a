/** Builds a cache folder so that others see it whole or not at all. */

import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { findProblem, writeManifest } from "./manifest.ts";

const STALE_LOCK_MS = 10_000;
const LONGEST_WAIT_MS = 30 * 60_000;
const WAIT_STEP_MS = 500;

/**
 * Makes sure that `folder` exists and is sound.
 *
 * One process at a time: another waits and finds the first one's result. `build` fills a temporary folder
 * beside, which is renamed when it is complete, so that a killed build leaves nothing that is mistaken for
 * a good one; what it leaves is swept by the next.
 *
 * @returns Whether the folder was there already.
 * @throws {Error} What `build` throws; the sentence is kept for {@link lastFailure}.
 */
export async function publish(
  folder: string,
  build: (staging: string) => Promise<void>,
): Promise<"found" | "built"> {
  let stolen = false;
  const release = await acquire(folder, () => {
    stolen = true;
  });
  try {
    await sweep(folder);
    if ((await findProblem(folder)) === undefined) return "found";
    const staging = `${folder}.staging-${randomBytes(4).toString("hex")}`;
    try {
      await mkdir(staging);
      await build(staging);
      await writeManifest(staging);
      if (stolen) throw new Error("another install took over while this one was paused");
      await rm(folder, { recursive: true, force: true });
      await rename(staging, folder);
    } catch (error) {
      // On a full disk not even this is possible.
      await writeFile(failureFile(folder), (error as Error).message).catch(() => {});
      throw error;
    } finally {
      await rm(staging, { recursive: true, force: true });
    }
    await rm(failureFile(folder), { force: true });
    return "built";
  } finally {
    if (!stolen) await release();
  }
}

/** Waits for the lock of `folder`. @returns The function that gives it back. */
async function acquire(folder: string, onStolen: () => void): Promise<() => Promise<void>> {
  // Loaded here: who only uses an engine never takes the lock.
  const { lock } = await import("proper-lockfile");
  const parent = path.dirname(folder);
  try {
    await mkdir(parent, { recursive: true });
    return await lock(folder, {
      realpath: false,
      stale: STALE_LOCK_MS,
      update: STALE_LOCK_MS / 5,
      retries: {
        retries: LONGEST_WAIT_MS / WAIT_STEP_MS,
        factor: 1,
        minTimeout: WAIT_STEP_MS,
        maxTimeout: WAIT_STEP_MS,
      },
      onCompromised: onStolen,
    });
  } catch (error) {
    throw new Error(
      `the cache folder ${parent} cannot be used (${(error as Error).message}): set XDG_CACHE_HOME to one that can`,
    );
  }
}

/** Why the last attempt to build `folder` failed, if it did. */
export function lastFailure(folder: string): string | undefined {
  try {
    return readFileSync(failureFile(folder), "utf8");
  } catch {
    return undefined;
  }
}

function failureFile(folder: string): string {
  return `${folder}.failure.txt`;
}

/** Removes what a killed build of this folder left; only ever called with the lock held. */
async function sweep(folder: string): Promise<void> {
  const parent = path.dirname(folder);
  const leftovers = (await readdir(parent)).filter((name) =>
    name.startsWith(`${path.basename(folder)}.staging-`),
  );
  for (const name of leftovers) {
    await rm(path.join(parent, name), { recursive: true, force: true });
  }
}
