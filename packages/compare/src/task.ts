/** What the comparison has to know of an app. */
import type { PresetName } from "./config.ts";
import type { RunEvaluation } from "./run-evaluation.ts";

/** An app as the comparison sees it. */
export interface Task {
  /** Settings by preset. */
  readonly presets: { readonly [name in PresetName]: object };
  /** Settings that the data decides where a preset leaves them open. */
  readonly chosenByData: readonly string[];
  /**
   * Scores the run in a folder on its held-out examples.
   *
   * @throws {Error} If the run cannot be loaded, or its data is not what it was trained on.
   */
  readonly evaluate: (run: string) => Promise<RunEvaluation>;
}

/** @throws {Error} If data has changed since a run was trained: held-out examples may have been trained on. */
export function checkFingerprint(
  run: string,
  { dataFingerprint }: { readonly dataFingerprint: string },
  { fingerprint }: { readonly fingerprint: string },
): void {
  if (fingerprint === dataFingerprint) return;
  throw new Error(
    `Cannot evaluate ${run}: its data must have fingerprint ${dataFingerprint}, got ${fingerprint}; train it anew`,
  );
}
