/** The data that runs were made from, loaded again to score them. */
import { isDeepStrictEqual } from "node:util";
import { checkSameData } from "@encdec/core/persistence";
import type { RunConfig } from "./config.ts";
import { loadData, type TranslationData } from "./data.ts";

/** A run and its data. */
export interface RunData {
  readonly config: RunConfig;
  readonly data: TranslationData;
}

/**
 * Loads what a run was trained, validated and tested on.
 *
 * @param options.run Its name for error sentences.
 * @param options.loaded Data of another run, which is taken when it is the same.
 * @throws {Error} If the data cannot be read, or has changed since the training.
 */
export async function loadRunData(
  config: RunConfig,
  options: {
    readonly run: string;
    readonly loaded?: RunData;
    readonly onStep: (text: string) => void;
  },
): Promise<RunData> {
  const { run, loaded, onStep } = options;
  const isSame =
    loaded?.config.seed === config.seed && isDeepStrictEqual(loaded.config.data, config.data);
  const data = isSame ? loaded.data : await loadData(config, onStep);
  const { fingerprint } = data;
  checkSameData(config, { run, fingerprint, heldOut: "held-out phrases" });
  return { config, data };
}
