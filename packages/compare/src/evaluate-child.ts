/** Evaluates one run in a process of its own: `evaluate-child evaluate TASK RUN FILE`. */
import { loadEngine } from "@encdec/core";
import { createProgram, runProgram } from "@encdec/core/command-line";
import { writeFile } from "@encdec/core/persistence";
import { type TaskName, VERSION } from "./config.ts";
import { loadTask } from "./load-task.ts";

const program = createProgram({
  name: "evaluate-child",
  description: "scores a run on its held-out examples",
  version: VERSION,
});
program
  .command("evaluate <task> <run> <file>")
  .action(async (name: TaskName, run: string, file: string) => {
    await loadEngine();
    const { evaluate } = await loadTask(name);
    await writeFile(file, `${JSON.stringify(await evaluate(run))}\n`);
  });
await runProgram(program, process.argv.slice(2));
