/** The tasks, each loaded when it is needed. */
import type { TaskName } from "./config.ts";
import type { Task } from "./task.ts";

/** Loads what belongs to one task alone: each app brings libraries of its own. */
export function loadTask(name: TaskName): Promise<Task> {
  return LOADERS[name]();
}

const LOADERS: { readonly [name in TaskName]: () => Promise<Task> } = {
  translate: async () => (await import("./translate-task.ts")).translateTask,
  summarize: async () => (await import("./summarize-task.ts")).summarizeTask,
  forecast: async () => (await import("./forecast-task.ts")).forecastTask,
  "learn-to-execute": async () => (await import("./execute-task.ts")).executeTask,
};
