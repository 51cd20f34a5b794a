import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { runQuietly } from "../tools/child.mjs";
import { programCommand } from "../tools/program-command.mjs";
import { flopsOf } from "./flops.ts";
import type { Report } from "./report.ts";
import { SHAPES, type Shape } from "./shapes.ts";

const program = fileURLToPath(new URL("./bench.ts", import.meta.url));

describe("bench", () => {
  it("measures every engine that runs here", { timeout: 120_000 }, async () => {
    const systems = ["fused", "tensorflow", "wasm"];
    const { exitCode, stdout, output } = await bench(
      ...[
        "--shapes",
        "S",
        "--systems",
        systems.join(),
        "--rounds",
        "1",
        "--warm-up-ms",
        "0",
        "--json",
      ],
    );
    expect(exitCode, output).toBe(0);
    const { results }: Report = JSON.parse(stdout);
    const leftOut = systems.filter((system) => output.includes(`${system} is left out of S`));
    expect([...results.map(({ system }) => system), ...leftOut].sort()).toEqual(systems);
    expect(results.map(({ system }) => system)).toContain("wasm");
    for (const result of results) {
      expect(result.roundsMs).toEqual([result.milliseconds]);
      expect(result.milliseconds).toBeGreaterThan(0);
      expect(result.gflops * result.milliseconds).toBeCloseTo(flopsOf(SHAPES.S as Shape) / 1e6, 6);
      expect(result.percentOfPeak).toBeCloseTo((100 * result.gflops) / result.peakGflops, 6);
      expect(result.timesPytorch).toBeUndefined();
    }
  });

  it("leaves Python's systems out when there is no Python", async () => {
    const { exitCode, output } = await bench(
      "--systems",
      "pytorch,keras",
      "--python",
      "/no/python",
    );
    expect(exitCode).toBe(1);
    expect(output).toContain("pytorch is left out: cannot run /no/python\n");
    expect(output).toContain("keras is left out: cannot run /no/python\n");
    expect(output).toContain("Cannot measure: none of the systems runs here\n");
  });

  it("refuses what it does not know", async () => {
    const { exitCode, output } = await bench("--shapes", "S,X");
    expect(exitCode).toBe(2);
    expect(output).toBe('Cannot run the command: --shapes takes S, F, M, E, G, B, V, D, got "X"\n');
  });
});

function bench(...args: string[]): ReturnType<typeof runQuietly> {
  const [command, commandArgs] = programCommand(program, args);
  return runQuietly(command, commandArgs);
}
