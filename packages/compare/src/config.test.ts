import { expect, it } from "vitest";
import { appPreset, PRESET_NAMES, TASK_NAMES } from "./config.ts";
import { loadTask } from "./load-task.ts";

it.each(TASK_NAMES)("names presets that %s has", async (task) => {
  const { presets } = await loadTask(task);
  for (const preset of PRESET_NAMES) expect(presets).toHaveProperty(appPreset(task, preset));
});

it("trains at quick what every app trains unless it is told otherwise, but programs that are learnt sooner", () => {
  const presets = TASK_NAMES.map((task) => appPreset(task, "quick"));
  expect(presets).toEqual(["small", "small", "small", "quick"]);
});
