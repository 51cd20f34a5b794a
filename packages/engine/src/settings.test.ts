import os from "node:os";
import path from "node:path";
import { afterEach, expect, it, vi } from "vitest";
import { cacheFolder, engineFromEnvironment, threadCount } from "./settings.ts";

afterEach(() => {
  vi.unstubAllEnvs();
});

it("takes the engine from ENCDEC_ENGINE", () => {
  vi.stubEnv("ENCDEC_ENGINE", "wasm");
  expect(engineFromEnvironment()).toBe("wasm");
  vi.stubEnv("ENCDEC_ENGINE", "");
  expect(engineFromEnvironment()).toBeUndefined();
  vi.stubEnv("ENCDEC_ENGINE", "cuda");
  expect(engineFromEnvironment).toThrow(
    new RangeError(
      'Cannot choose an engine: ENCDEC_ENGINE must be one of fused, tensorflow, wasm, got "cuda"',
    ),
  );
});

it("takes the threads from ENCDEC_THREADS, then TensorFlow's variable, then the machine", () => {
  vi.stubEnv("ENCDEC_THREADS", "3");
  vi.stubEnv("TF_NUM_INTRAOP_THREADS", "5");
  expect(threadCount()).toBe(3);
  vi.stubEnv("ENCDEC_THREADS", "");
  expect(threadCount()).toBe(5);
  vi.stubEnv("TF_NUM_INTRAOP_THREADS", undefined);
  expect(threadCount()).toBe(os.availableParallelism());
});

it.each(["0", "-1", "1.5", "two", "1e2"])("refuses %s threads", (value) => {
  vi.stubEnv("ENCDEC_THREADS", value);
  expect(threadCount).toThrow(
    new RangeError(
      `Cannot choose the number of threads: ENCDEC_THREADS must be a positive integer, got "${value}"`,
    ),
  );
});

it("keeps engines below XDG_CACHE_HOME, unless that is relative", () => {
  vi.stubEnv("XDG_CACHE_HOME", "/somewhere");
  expect(cacheFolder()).toBe(path.join("/somewhere", "encdec", "engine"));
  const standard = path.join(os.homedir(), ".cache", "encdec", "engine");
  vi.stubEnv("XDG_CACHE_HOME", "relative");
  expect(cacheFolder()).toBe(standard);
  vi.stubEnv("XDG_CACHE_HOME", undefined);
  expect(cacheFolder()).toBe(standard);
});
