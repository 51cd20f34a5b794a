import { createProgram, UsageError } from "@encdec/core/command-line";
import { describe, expect, it } from "vitest";
import { addPeerOptions, readName, readNames, readWholeNumbers } from "./options.ts";

const KNOWN = { S: 1, M: 2, E: 3 };

describe("options of benchmarks", () => {
  it("read lists", () => {
    expect(readWholeNumbers("--seeds")("1,20,3")).toEqual([1, 20, 3]);
    expect(readNames("--shapes", KNOWN)("M,S,M")).toEqual(["M", "S"]);
    expect(readName("--shape", KNOWN)("E")).toBe("E");
  });

  it.each([
    [
      () => readWholeNumbers("--seeds", 0)("1,x"),
      '--seeds must be a whole number of at least 0, got "x"',
    ],
    [
      () => readWholeNumbers("--seeds")("0"),
      '--seeds must be a whole number of at least 1, got "0"',
    ],
    [
      () => readWholeNumbers("--seeds")("1,"),
      '--seeds must be a whole number of at least 1, got ""',
    ],
    [() => readNames("--shapes", KNOWN)("S,X"), '--shapes takes S, M, E, got "X"'],
    [() => readName("--shape", KNOWN)("toString"), '--shape takes S, M, E, got "toString"'],
  ])("refuse what is not allowed: %#", (read, message) => {
    expect(read).toThrow(new UsageError(`Cannot run the command: ${message}`));
  });

  it("name the Python and the threads of peers", () => {
    const program = createProgram({ name: "bench", description: "", version: "1" });
    addPeerOptions(program, { needs: "PyTorch" }).parse(["--threads", "3"], { from: "user" });
    expect(program.opts()).toEqual({ python: "python3", threads: 3 });
    expect(program.helpInformation()).toContain("Python that has PyTorch");
  });
});
