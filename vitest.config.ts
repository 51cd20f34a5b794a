import { defineConfig } from "vitest/config";

// Tests run the packages' sources: no build is needed before them.
const conditions = ["@encdec/source"];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    // The native addon cannot be loaded by two threads of one process.
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    setupFiles: ["packages/core/test/no-tensor-leaks.ts"],
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: [
            "packages/*/src/**/*.test.ts",
            "packages/*/test/**/*.test.ts",
            "benchmarks/**/*.test.ts",
            "examples/**/*.test.ts",
          ],
        },
      },
      {
        // The parts whose mathematics depends on the engine, once more without native code.
        extends: true,
        test: {
          name: "wasm",
          include: ["packages/core/src/{backend,layers,model,training,decoding}/**/*.test.ts"],
          exclude: ["packages/core/src/backend/fused/**"],
          env: { ENCDEC_ENGINE: "wasm" },
        },
      },
      {
        // The models once more with TensorFlow's own operations.
        extends: true,
        test: {
          name: "tensorflow",
          include: ["packages/core/src/model/**/*.test.ts"],
          env: { ENCDEC_ENGINE: "tensorflow" },
        },
      },
      // Kernels split their work over threads: other numbers of them than this machine has cores.
      ...[1, 3, 4].map((threads) => ({
        extends: true as const,
        test: {
          name: `threads-${threads}`,
          include: ["packages/core/src/backend/fused/**/*.test.ts"],
          env: { ENCDEC_THREADS: String(threads) },
        },
      })),
      {
        // Checks of the repository: they build and install, so they come last and one by one.
        extends: true,
        test: {
          name: "checks",
          include: ["tools/**/*.test.ts"],
          fileParallelism: false,
          testTimeout: 120_000,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
