import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
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
  const source = path.join(folder, "answer.cc");
  const output = path.join(folder, "answer.node");
  writeFileSync(
    source,
    `#include <node_api.h>
    NAPI_MODULE_INIT() {
      napi_value answer;
      napi_create_int32(env, ANSWER, &answer);
      return answer;
    }`,
  );
  const options = { compiler, includeFolders: [], libraries: [], sources: [source], output };
  await compileLibrary({ ...options, flags: ["-DANSWER=42"] });
  expect(createRequire(import.meta.url)(output)).toBe(42);
  await expect(compileLibrary({ ...options, flags: [] })).rejects.toThrow(
    /failed with exit code 1: .*answer\.cc:\d+:\d+: error: .*ANSWER/,
  );
});
