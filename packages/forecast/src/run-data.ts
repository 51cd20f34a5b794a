/** The data that a run was made from, loaded again to score it. */
import { checkSameData } from "@encdec/core/persistence";
import type { RunConfig } from "./config.ts";
import { type ForecastData, loadData } from "./data.ts";
import { dataOptionsOf } from "./data-settings.ts";

/**
 * Loads what a run was trained, validated and tested on.
 *
 * @param options.run Its name for error sentences.
 * @throws {Error} If the data cannot be read, or has changed since the training.
 */
export async function loadRunData(
  config: RunConfig,
  options: { readonly run: string },
): Promise<ForecastData> {
  const data = await loadData(dataOptionsOf(config.data));
  const { fingerprint } = data;
  checkSameData(config, { ...options, fingerprint, heldOut: "test rows" });
  return data;
}
