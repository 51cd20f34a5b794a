import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { Sandbox } from "./sandbox.ts";

let folder: string;
let machine: Sandbox;

beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "encdec-engine-test-"));
  machine = new Sandbox(folder);
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

it("prints its version and help", async () => {
  expect(await machine.command(["--version"])).toEqual({
    exitCode: 0,
    stdout: "0.1.0\n",
    stderr: "",
  });
  const help = await machine.command(["--help"]);
  expect(help).toMatchObject({ exitCode: 0, stderr: "" });
  expect(help.stdout).toMatch(/install \[options\] .*doctor \[options\] /s);
});

it.each([
  [["repair"], "error: unknown command 'repair'"],
  [["install", "--fast"], "error: unknown option '--fast'"],
  [["install", "--download-timeout", "soon"], "argument 'soon' is invalid"],
  [["install", "now"], "error: too many arguments for 'install'"],
  [[], "Usage: encdec-engine"],
])("refuses %j with exit code 2", async (commandArguments, message) => {
  const { exitCode, stdout, stderr } = await machine.command(commandArguments);
  expect(stderr).toContain(message);
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
});

it("fails with one sentence when ENCDEC_ENGINE has a bad value", async () => {
  for (const verb of ["install", "doctor"]) {
    const { exitCode, stdout, stderr } = await machine.command([verb], { ENCDEC_ENGINE: "x" });
    expect(exitCode).toBe(1);
    expect(stdout + stderr).toContain(
      'Cannot choose an engine: ENCDEC_ENGINE must be one of fused, tensorflow, wasm, got "x"\n',
    );
  }
});

it("has nothing to install when wasm is asked for", async () => {
  const ended = await machine.command(["install", "--json"], { ENCDEC_ENGINE: "wasm" });
  expect(JSON.parse(ended.stdout)).toMatchObject({ engine: { name: "wasm" }, notes: [] });
  expect(ended.stderr).toMatch(/^trying the engine … \d+\.\d s\n$/);
  expect(ended.exitCode).toBe(0);
});

it("tells what is missing on a machine that has nothing, in words and in JSON", async () => {
  const variables = { PATH: folder };
  const words = await machine.command(["doctor"], variables);
  expect(words.exitCode).toBe(0);
  expect(words.stderr).toBe("");
  expect(words.stdout).toContain("missing pip: none was found; install Python's pip\n");
  expect(words.stdout).toContain("missing C++ compiler: none was found; install g++ or clang++\n");
  expect(words.stdout).toMatch(/^ok {6}WebAssembly: backend \d+\.\d+\.\d+ works$/m);
  expect(words.stdout.trimEnd().split("\n").at(-1)).toMatch(/^engine: wasm /);

  const { stdout } = await machine.command(["doctor", "--json"], variables);
  const { engine, findings } = JSON.parse(stdout);
  expect(engine).toMatchObject({ name: "wasm", threads: 1 });
  expect(findings).toContainEqual({
    name: "pip",
    ok: false,
    detail: "none was found",
    advice: "install Python's pip",
  });
});
