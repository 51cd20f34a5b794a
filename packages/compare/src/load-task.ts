/** The apps, as far as the comparison has to know them. */
import type { RunEvaluation } from "@encdec/core/persistence";
import type { TaskName } from "./config.ts";

/** An app as the comparison sees it: its package. */
export interface Task {
  /** Settings by preset. */
  readonly presets: { readonly [name: string]: object };
  /**
   * Scores the run in a folder on its held-out examples.
   *
   * @throws {Error} If the run cannot be loaded, or its data is not what it was trained on.
   */
  readonly scoreRun: (run: string) => Promise<RunEvaluation>;
}

/** Loads what belongs to one task alone: each app brings libraries of its own. */
export function loadTask(name: TaskName): Promise<Task> {
  return LOADERS[name]();
}

const LOADERS: { readonly [name in TaskName]: () => Promise<Task> } = {
  translate: () => import("@encdec/translate"),
  summarize: () => import("@encdec/summarize"),
  forecast: () => import("@encdec/forecast"),
  "learn-to-execute": () => import("@encdec/learn-to-execute"),
};
