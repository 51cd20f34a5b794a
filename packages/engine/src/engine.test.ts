import { expect, it } from "vitest";
import { describeEngine } from "./engine.ts";

it("describes an engine in one line", () => {
  const engine = {
    name: "tensorflow",
    reason: "why",
    version: "2.18.1",
    threads: 2,
    bfloat16: false,
  } as const;
  expect(describeEngine(engine)).toBe("engine: tensorflow 2.18.1, 2 threads (why)");
});
