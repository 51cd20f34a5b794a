/**
 * Where the time of a step goes on the fused engine: the least time of each native operation, and of what is left, JavaScript.
 *
 *     npm run bench:phases -- --shapes S,F,M,E,D --milliseconds 8000
 */
import { loadEngine, tf } from "@encdec/core";
import {
  formatTable,
  Output,
  type OutputOptions,
  readWholeNumber,
} from "@encdec/core/command-line";
import { createBenchmark, readNames, runBenchmark } from "./options.ts";
import { SHAPES, type Shape } from "./shapes.ts";
import { stepOf } from "./workers/encdec-step.ts";

type Execute = (operation: string, ...rest: unknown[]) => unknown;

/** A call of a native operation. */
interface Call {
  readonly operation: string;
  readonly ms: number;
}

interface PhasesOptions extends OutputOptions {
  readonly shapes: readonly string[];
  readonly milliseconds: number;
}

const program = createBenchmark(
  "bench:phases",
  "Measures where the time of a step goes on the fused engine",
)
  .option("--shapes <names>", "shapes by name, with commas", readNames("--shapes", SHAPES), [
    ..."SFMED",
  ])
  .option(
    "--milliseconds <integer>",
    "time for each shape",
    readWholeNumber("--milliseconds"),
    5000,
  )
  .action(measure);
await runBenchmark(program);

async function measure({ shapes, milliseconds, ...options }: PhasesOptions): Promise<void> {
  const output = new Output(options);
  const engine = await loadEngine({ engine: "fused" });
  const watch = watchCalls();
  const phases = Object.fromEntries(
    shapes.map((name) => {
      output.notice(`${name}: ${SHAPES[name]?.title}`);
      const step = stepOf(SHAPES[name] as Shape, "float32");
      return [name, Object.fromEntries(leastTimes(step, { milliseconds, watch }))];
    }),
  );
  const rows = Object.entries(phases).flatMap(([name, ofShape]) =>
    Object.entries(ofShape).map(([phase, ms]) => [name, phase, String(Math.round(1000 * ms))]),
  );
  const table = formatTable(["shape", "phase", "microseconds"], rows);
  output.result(`${engine.name}, ${engine.threads} threads\n\n${table}`, { engine, phases });
}

/** Times the native operations from now on. @returns What runs something and gives its calls. */
function watchCalls(): (step: () => void) => readonly Call[] {
  const backend = tf.backend() as unknown as Record<string, Execute>;
  let calls: Call[] = [];
  for (const method of ["executeMultipleOutputs", "executeSingleOutput"]) {
    const execute = (backend[method] as Execute).bind(backend);
    backend[method] = (operation, ...rest) => {
      const start = performance.now();
      const result = execute(operation, ...rest);
      calls.push({ operation, ms: performance.now() - start });
      return result;
    };
  }
  return (step) => {
    calls = [];
    step();
    return calls;
  };
}

/** By operation, the sum over its calls of the least time that each has taken. */
function leastTimes(
  step: () => void,
  options: { readonly milliseconds: number; readonly watch: ReturnType<typeof watchCalls> },
): Map<string, number> {
  for (let warmUp = 0; warmUp < 5; warmUp++) step();
  let calls: readonly Call[] = [];
  let least: number[] = [];
  let leastTotal = Number.POSITIVE_INFINITY;
  let leastRest = Number.POSITIVE_INFINITY;
  const end = performance.now() + options.milliseconds;
  do {
    const start = performance.now();
    calls = options.watch(step);
    const total = performance.now() - start;
    const native = calls.reduce((sum, { ms }) => sum + ms, 0);
    least = calls.map(({ ms }, index) => Math.min(ms, least[index] ?? ms));
    leastTotal = Math.min(leastTotal, total);
    leastRest = Math.min(leastRest, total - native);
  } while (performance.now() < end);
  const phases = new Map<string, number>();
  for (const [index, { operation }] of calls.entries()) {
    phases.set(operation, (phases.get(operation) ?? 0) + (least[index] ?? 0));
  }
  return phases.set("JavaScript", leastRest).set("whole step", leastTotal);
}
