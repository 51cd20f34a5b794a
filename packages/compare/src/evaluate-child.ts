/** Evaluates one run in a process of its own: `evaluate-child evaluate TASK RUN`. */
import { loadEngine } from "@encdec/core";
import { createProgram, runProgram } from "@encdec/core/command-line";
import { saveRunEvaluation } from "@encdec/core/persistence";
import { type TaskName, VERSION } from "./config.ts";
import { loadTask } from "./load-task.ts";

const program = createProgram({
  name: "evaluate-child",
  description: "scores a run on its held-out examples",
  version: VERSION,
});
program.command("evaluate <task> <run>").action(async (name: TaskName, run: string) => {
  await loadEngine();
  const { scoreRun } = await loadTask(name);
  await saveRunEvaluation(run, await scoreRun(run));
});
await runProgram(program, process.argv.slice(2));
