import { configDefaults, defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

// Tests run the packages' sources; programs that they start are compiled by the set-up of `npm test`.
const conditions = ["@encdec/source"];

/** Makes the packages' dist, which other tests run. */
const BUILD = "tools/build.test.ts";

/** What takes longest in programs that it runs. */
const DOCUMENT_COMMANDS = "tools/document-commands.test.ts";
const LONGEST = [
  "packages/engine/test/install.test.ts",
  "packages/engine/test/kernels.test.ts",
  "packages/core/test/kill-and-resume.test.ts",
  "packages/compare/test/compare.test.ts",
  "benchmarks/commands.test.ts",
  DOCUMENT_COMMANDS,
];
/** What else takes half a minute. */
const LONG = [
  "examples/own-project/own-project.test.ts",
  "packages/core/src/model/architectures.test.ts",
  "packages/core/src/model/model-kinds.test.ts",
  "packages/core/src/backend/fused/recurrent.test.ts",
  "benchmarks/bench.test.ts",
];

/** Tests with a process of their own, and those that load several engines, of which a process has one. */
const PROGRAMS = [...LONGEST, "packages/engine/**/*.test.ts", "benchmarks/**/*.test.ts"];

/** One of them begun last would have a core to itself, and the other would wait. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isOf = (files: string[], { moduleId }: TestSpecification): boolean =>
      files.some((file) => moduleId.endsWith(file));
    const rank = (spec: TestSpecification): number =>
      isOf(LONGEST, spec) ? 0 : isOf(LONG, spec) ? 1 : 2;
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}

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
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        // A process for all of them: one for each would cost more than the tests.
        extends: true,
        test: {
          name: "unit",
          isolate: false,
          include: ["packages/*/{src,test}/**/*.test.ts", "examples/**/*.test.ts"],
          exclude: [...configDefaults.exclude, ...PROGRAMS],
        },
      },
      {
        extends: true,
        test: { name: "programs", include: PROGRAMS },
      },
      {
        // The parts whose mathematics depends on the engine, once more without native code.
        extends: true,
        test: {
          name: "wasm",
          isolate: false,
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
          isolate: false,
          include: ["packages/core/src/model/**/*.test.ts"],
          // One thread: side by side, more of them only wait for each other.
          env: { ENCDEC_ENGINE: "tensorflow", ENCDEC_THREADS: "1" },
        },
      },
      {
        // Checks of the repository: they install and run all of it.
        extends: true,
        test: {
          name: "checks",
          isolate: false,
          include: ["tools/**/*.test.ts"],
          exclude: [...configDefaults.exclude, BUILD, DOCUMENT_COMMANDS],
          testTimeout: 120_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        // At the end, when nothing else runs.
        extends: true,
        test: {
          name: "build",
          include: [BUILD],
          testTimeout: 120_000,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
