/**
 * How long it takes to import each entry of the packages, built, in a process that does nothing else.
 *
 *     npm run bench:import-time -- --rounds 50
 */
import { execFileSync } from "node:child_process";
import {
  formatTable,
  Output,
  type OutputOptions,
  readWholeNumber,
} from "@encdec/core/command-line";
import { median } from "./median.ts";
import { createBenchmark, runBenchmark } from "./options.ts";

const ENTRIES = [
  "@encdec/core",
  "@encdec/core/layers",
  "@encdec/core/charts",
  "@encdec/core/persistence",
  "@encdec/core/command-line",
  "@tensorflow/tfjs",
];

/** Milliseconds. */
interface Times {
  readonly elapsed: number;
  readonly processor: number;
}

interface ImportTimeOptions extends OutputOptions {
  readonly rounds: number;
}

const program = createBenchmark(
  "bench:import-time",
  "Measures how long importing each entry of the built packages takes",
)
  .option("--rounds <integer>", "imports of each", readWholeNumber("--rounds"), 20)
  .action(compare);
await runBenchmark(program);

function compare({ rounds, ...options }: ImportTimeOptions): void {
  const output = new Output(options);
  const times = new Map<string, Times[]>(ENTRIES.map((entry) => [entry, []]));
  // In turns, so that all of them see the same machine.
  for (let round = 1; round <= rounds; round++) {
    output.notice(`round ${round} of ${rounds}`);
    for (const entry of ENTRIES) times.get(entry)?.push(measure(entry));
  }
  const rows = [...times].map(([entry, all]) => [
    entry,
    ...[all.map(({ elapsed }) => elapsed), all.map(({ processor }) => processor)].flatMap((some) =>
      [Math.min(...some), median(some)].map((ms) => ms.toFixed(0)),
    ),
  ]);
  const head = ["import", "ms, least", "median", "CPU ms, least", "median"];
  output.result(formatTable(head, rows), Object.fromEntries(times));
}

/** Imports an entry in a new process. */
function measure(entry: string): Times {
  const program = `
    const [start, before] = [performance.now(), process.cpuUsage()];
    await import(${JSON.stringify(entry)});
    const elapsed = performance.now() - start;
    const { user, system } = process.cpuUsage(before);
    console.log(JSON.stringify({ elapsed, processor: (user + system) / 1000 }));`;
  const output = execFileSync(process.execPath, ["--input-type=module", "--eval", program], {
    cwd: new URL("../packages/core/", import.meta.url),
    encoding: "utf8",
  });
  return JSON.parse(output);
}
