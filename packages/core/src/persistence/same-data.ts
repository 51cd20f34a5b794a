/** Whether data is still what a run was made from. */
import type { RunRecord } from "./open-run.ts";

/**
 * Checks that data that was loaded again is that of the run: where it has changed, examples that are held out now may have been
 * trained on.
 *
 * @param config What the run was made from.
 * @param now.run Its name for the error's sentence.
 * @param now.fingerprint Of the data that was loaded.
 * @param now.heldOut What is scored on, such as "held-out phrases".
 * @throws {Error} If the fingerprints differ.
 *
 * @example
 * ```ts
 * import { checkSameData } from "@encdec/core/persistence";
 * import { assert } from "vitest";
 *
 * const config = { dataFingerprint: "5ad1" };
 * const now = { run: "runs/a", heldOut: "held-out phrases" };
 * checkSameData(config, { ...now, fingerprint: "5ad1" });
 * assert.throws(
 *   () => checkSameData(config, { ...now, fingerprint: "c0de" }),
 *   "Cannot evaluate runs/a: its data must have fingerprint 5ad1, got c0de; held-out phrases may have been trained on",
 * );
 * ```
 */
export function checkSameData(
  config: Pick<RunRecord, "dataFingerprint">,
  now: { readonly run: string; readonly fingerprint: string; readonly heldOut: string },
): void {
  const { dataFingerprint } = config;
  const { run, fingerprint, heldOut } = now;
  if (fingerprint === dataFingerprint) return;
  throw new Error(
    `Cannot evaluate ${run}: its data must have fingerprint ${dataFingerprint}, got ${fingerprint}; ${heldOut} may have been trained on`,
  );
}
