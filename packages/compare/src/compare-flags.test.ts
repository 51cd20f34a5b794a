import { UsageError } from "@encdec/core/command-line";
import { describe, expect, it } from "vitest";
import { type CompareFlags, commandOf, commandText, compareConfigOf } from "./compare-flags.ts";
import { DEFAULT_JOBS } from "./config.ts";

const FLAGS: CompareFlags = { preset: "quick", jobs: String(DEFAULT_JOBS) };

describe("the flags", () => {
  it("have defaults by preset", () => {
    expect(compareConfigOf(FLAGS)).toEqual({
      preset: "quick",
      runs: "runs",
      tasks: ["translate", "summarize", "forecast", "learn-to-execute"],
      jobs: DEFAULT_JOBS,
      overwrite: false,
    });
    expect(compareConfigOf({ ...FLAGS, preset: "small" }).runs).toMatch(/^runs.small$/);
  });

  it("become the command that goes on: never the one that begins anew", () => {
    const flags = { ...FLAGS, tasks: "forecast, translate", jobs: "3", overwrite: true };
    expect(commandText(compareConfigOf(FLAGS))).toBe("npm run compare -- --preset quick");
    expect(commandText(compareConfigOf({ ...flags, runs: "my runs" }))).toBe(
      "npm run compare -- --preset quick --runs 'my runs' --tasks translate,forecast --jobs 3",
    );
    expect(commandOf(["it's"])).toBe("npm run compare -- 'it'\\''s'");
  });

  it("refuse unknown tasks and no jobs", () => {
    expect(() => compareConfigOf({ ...FLAGS, tasks: "translate,chess" })).toThrow(
      new UsageError(
        'Cannot run the command: --tasks takes some of translate,summarize,forecast,learn-to-execute, got "chess"',
      ),
    );
    expect(() => compareConfigOf({ ...FLAGS, jobs: "0" })).toThrow(UsageError);
  });
});
