import { expect, it } from "vitest";
import { Worker } from "./worker.ts";

/** Settings are the worker's last argument, after the program. */
function start(program: string): Promise<Worker> {
  const run = { command: process.execPath, args: ["-e", program], environment: { ANSWER: "7" } };
  return Worker.start(run, { shape: 3 });
}

const echo = `
  console.log("a library's banner");
  console.log(JSON.stringify({ description: process.argv[1] }));
  require("node:readline").createInterface({ input: process.stdin }).on("line", (line) => {
    if (JSON.parse(line).count === 13) throw new RangeError("Cannot count: got 13");
    console.log(JSON.stringify({ milliseconds: Number(process.env.ANSWER) + JSON.parse(line).count }));
  });`;

it("asks, and takes answers among other lines", async () => {
  const worker = await start(echo);
  expect(worker.description).toBe('{"shape":3}');
  expect(await worker.measure("step", 2)).toBe(9);
  const memory = worker.peakMemoryMebibytes();
  if (process.platform === "linux") expect(memory).toBeGreaterThan(1);
  await worker.stop();
  await worker.stop();
});

it("says why a worker ended", async () => {
  await expect(start("throw new TypeError('Cannot start: no engine')")).rejects.toThrow(
    "TypeError: Cannot start: no engine",
  );
  const worker = await start(echo);
  await expect(worker.measure("step", 13)).rejects.toThrow("RangeError: Cannot count: got 13");
  await worker.stop();
  const missing = { command: "/no/program", args: [], environment: {} };
  await expect(Worker.start(missing, {})).rejects.toThrow("spawn /no/program ENOENT");
});
