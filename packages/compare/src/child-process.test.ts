import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { appCommand, evaluationProgram, InterruptedError, runChild } from "./child-process.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "encdec-compare-"));
});
afterAll(() => rm(folder, { recursive: true }));

/** Runs a program of a few lines. */
async function run(name: string, program: string, signal = AbortSignal.timeout(60_000)) {
  const file = join(folder, `${name}.mjs`);
  await writeFile(file, program);
  const log = join(folder, "logs", `${name}.log`);
  return { log, ended: runChild(file, ["word"], { signal, log, threads: 3 }) };
}

describe("runChild", () => {
  it("waits for the end, and keeps what was said", async () => {
    const program =
      "console.error(process.argv[2], process.env.ENCDEC_THREADS); console.log('result')";
    const { ended, log } = await run("good", program);
    await ended;
    expect(await readFile(log, "utf8")).toBe(`word ${process.env.ENCDEC_THREADS ?? "3"}\n`);
  });

  it.each<[string, string, string]>([
    [
      "the last line",
      "console.error('one'); console.error('Cannot go on'); process.exitCode = 1",
      "Cannot go on",
    ],
    ["the exit code", "process.exit(7)", "Cannot go on: the process ended with 7"],
    [
      "the signal",
      "process.kill(process.pid, 'SIGKILL')",
      "Cannot go on: the process ended with SIGKILL",
    ],
  ])("throws %s of a program that fails", async (name, program, problem) => {
    const { ended } = await run(name.replaceAll(" ", "-"), program);
    await expect(ended).rejects.toThrow(new Error(problem));
  });

  it("asks a program to stop, and waits until it has saved", async () => {
    const controller = new AbortController();
    const program = `
      process.on("SIGINT", () => setTimeout(() => { console.error("saved"); process.exit(130); }, 100));
      console.error("started");
      setInterval(() => {}, 1000);`;
    const { ended, log } = await run("stopped", program, controller.signal);
    const timer = setInterval(async () => {
      const text = await readFile(log, "utf8").catch(() => "");
      if (text.includes("started")) controller.abort();
    }, 20);
    await expect(ended).rejects.toThrow(InterruptedError);
    clearInterval(timer);
    await expect.poll(() => readFile(log, "utf8")).toBe("started\nsaved\n");
    const late = await run("late", "console.error('begun')", controller.signal);
    await expect(late.ended).rejects.toThrow(InterruptedError);
  });
});

it("finds the programs as TypeScript where it is TypeScript itself", () => {
  expect(appCommand("translate")).toMatch(/packages\/translate\/src\/cli\.ts$/);
  expect(evaluationProgram()).toMatch(/compare\/src\/evaluate-child\.ts$/);
});
