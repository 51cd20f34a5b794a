import { chmodSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { compileLibrary, findCompiler } from "./compile.ts";

const compiler = await findCompiler();
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "encdec-compile-"));
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

it("prefers $CXX, with its arguments, and goes on when that does not work", async () => {
  const own = path.join(folder, "mine");
  writeFileSync(own, '#!/bin/sh\necho "mine $*"\n');
  chmodSync(own, 0o755);
  vi.stubEnv("CXX", `${own} --fast`);
  expect(await findCompiler()).toEqual({
    command: [own, "--fast"],
    version: "mine --fast --version",
  });
  vi.stubEnv("CXX", path.join(folder, "none"));
  expect(await findCompiler()).toEqual(compiler);
  vi.stubEnv("PATH", folder);
  expect(await findCompiler()).toBeUndefined();
});

it.skipIf(compiler === undefined)("compiles what Node.js loads", async () => {
  if (compiler === undefined) return;
  const [source, half] = [path.join(folder, "answer.cc"), path.join(folder, "half.cc")];
  const output = path.join(folder, "answer.node");
  writeFileSync(
    source,
    `#include <node_api.h>
    int half();
    static int answer_of(int one) { return 2 * one; }
    NAPI_MODULE_INIT() {
      napi_value answer;
      napi_create_int32(env, answer_of(half()), &answer);
      return answer;
    }`,
  );
  writeFileSync(half, "int half() { return ANSWER / 2; }");
  const options = {
    compiler,
    includeFolders: [],
    libraries: [],
    units: [[source], [half]],
    output,
  };
  await compileLibrary({ ...options, flags: ["-DANSWER=42"] });
  expect(createRequire(import.meta.url)(output)).toBe(42);
  expect(readdirSync(folder).sort()).toEqual(["answer.cc", "answer.node", "half.cc"]);

  // In one piece the second file sees what is static in the first.
  writeFileSync(half, "int half() { return answer_of(ANSWER) / 4; }");
  const other = path.join(folder, "other.node");
  const piece = { ...options, units: [[source, half]], output: other };
  await compileLibrary({ ...piece, flags: ["-DANSWER=40"] });
  expect(createRequire(import.meta.url)(other)).toBe(40);
  await expect(compileLibrary({ ...options, flags: [] })).rejects.toThrow(
    /failed with exit code 1: .*half\.cc:\d+:\d+: error: .*ANSWER/,
  );
});

it("leaves nothing behind when one unit fails before another is done", async () => {
  const script = path.join(folder, "compiler");
  // The last word is the object.
  writeFileSync(
    script,
    '#!/bin/sh\ncase "$*" in *bad.cc*) exit 1;; esac\nsleep 0.3\nfor object; do :; done\ntouch "$object"\n',
  );
  chmodSync(script, 0o755);
  const units = ["slow.cc", "bad.cc", "later.cc"].map((name) => [path.join(folder, name)]);
  const compiler = { command: [script], version: "" } as const;
  const output = path.join(folder, "none.node");
  const options = { compiler, units, includeFolders: [], libraries: [], flags: [], output };
  await expect(compileLibrary(options)).rejects.toThrow("failed with exit code 1");
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(readdirSync(folder)).toEqual(["compiler"]);
});
