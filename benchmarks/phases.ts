/**
 * Where the time of a step goes on the fused engine: the least time of each native operation, and of what is left, JavaScript.
 *
 *     npm run bench:phases -- [S,F,M,E,D] [seconds of each]
 */
import { loadEngine, tf } from "@encdec/core";
import { SHAPES, type Shape } from "./shapes.ts";
import { stepOf } from "./workers/encdec-step.ts";

type Execute = (operation: string, ...rest: unknown[]) => unknown;

const [names = "S,F,M,E,D", seconds = "5"] = process.argv.slice(2);
const engine = await loadEngine({ engine: "fused" });
const backend = tf.backend() as unknown as Record<string, Execute>;
let calls: { readonly operation: string; readonly ms: number }[] = [];
for (const method of ["executeMultipleOutputs", "executeSingleOutput"]) {
  const execute = (backend[method] as Execute).bind(backend);
  backend[method] = (operation, ...rest) => {
    const start = performance.now();
    const result = execute(operation, ...rest);
    calls.push({ operation, ms: performance.now() - start });
    return result;
  };
}

console.log(`${engine.name}, ${engine.threads} threads; microseconds`);
for (const name of names.split(",")) {
  const phases = leastTimes(stepOf(SHAPES[name] as Shape, "float32"), Number(seconds));
  const line = [...phases].map(([phase, ms]) => `${phase} ${Math.round(1000 * ms)}`);
  console.log(`${name}: ${line.join(", ")}`);
}

/** By operation, the sum over its calls of the least time that each has taken. */
function leastTimes(step: () => void, limit: number): Map<string, number> {
  for (let warmUp = 0; warmUp < 5; warmUp++) step();
  let least: number[] = [];
  let leastTotal = Number.POSITIVE_INFINITY;
  let leastRest = Number.POSITIVE_INFINITY;
  const end = performance.now() + 1000 * limit;
  while (performance.now() < end) {
    calls = [];
    const start = performance.now();
    step();
    const total = performance.now() - start;
    const native = calls.reduce((sum, { ms }) => sum + ms, 0);
    least = calls.map(({ ms }, index) => Math.min(ms, least[index] ?? ms));
    leastTotal = Math.min(leastTotal, total);
    leastRest = Math.min(leastRest, total - native);
  }
  const phases = new Map<string, number>();
  for (const [index, { operation }] of calls.entries()) {
    phases.set(operation, (phases.get(operation) ?? 0) + (least[index] ?? 0));
  }
  return phases.set("JavaScript", leastRest).set("whole step", leastTotal);
}
