/** What every install that cannot have TensorFlow ends with. */

import { readdirSync } from "node:fs";
import { expect } from "vitest";
import type { Sandbox } from "./sandbox.ts";

/** Installs, and expects the WebAssembly engine with the reason, which later commands say, too. */
export async function expectWasm(
  machine: Sandbox,
  options: string[],
  why: string | RegExp,
): Promise<void> {
  const { exitCode, stdout, stderr } = await machine.command(["install", ...options]);
  const note = stderr.split("\n").find((line) => line.startsWith("note: ")) ?? "";
  expect(note).toContain("note: TensorFlow could not be installed: ");
  if (typeof why === "string") expect(note).toBe(`note: TensorFlow could not be installed: ${why}`);
  else expect(note).toMatch(why);
  // The reason is kept for the commands that run later.
  expect(stdout).toContain(`1 thread (${note.replace("note: ", "")}); trains several times slower`);
  expect(stdout).toMatch(/^engine: wasm/);
  expect(exitCode).toBe(0);
  expect(readdirSync(machine.engines).filter((name) => !name.endsWith(".failure.txt"))).toEqual([]);
}
