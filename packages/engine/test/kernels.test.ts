/** The kernels' own tests, in C++: built in several ways by the host's compiler, and run. */

import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it, type TestContext } from "vitest";
import { type Compiler, findCompiler } from "../src/install/compile.ts";
import { isOperation, kernelSources, tensorflowFolder } from "../src/install/folders.ts";
import { thisMachine, wheelFor } from "../src/install/wheel-table.ts";
import { type CommandOutput, runCommand } from "../src/run-command.ts";

const { include_dir: nodeHeaders } = createRequire(import.meta.url)("node-api-headers") as {
  include_dir: string;
};
const kernels = fileURLToPath(new URL("../kernels", import.meta.url));
const arm = process.arch === "arm64";
const native = arm ? "-mcpu=native" : "-march=native";
// Without AVX: the vectors of four floats that every processor has.
const portable = arm ? [] : ["-march=x86-64-v2"];
const shared = [
  "-std=c++17",
  "-fno-math-errno",
  "-fno-trapping-math",
  "-ffp-contract=fast",
  "-DENCDEC_OPERATIONS_PER_MEMBER=1000",
  `-I${kernels}`,
  "-pthread",
];
const TIMEOUT_MS = 300_000;
/** What most sources include: compiled once a build. */
const HEADERS = [
  ...["algorithm", "cmath", "cstdio", "cstring", "functional", "memory", "random", "stdexcept"],
  ...["string", "thread", "vector"],
];

let folder: string;
let compiler: Compiler | undefined;

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), "encdec-kernels-test-"));
  compiler = await findCompiler();
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** The kernels without their operations, which need TensorFlow's headers. */
function coreSources(): string[] {
  return kernelSources().compiled.filter((file) => !isOperation(file));
}

function testSources(): string[] {
  const tests = path.join(kernels, "test");
  const names = readdirSync(tests).filter((name) => name.endsWith(".cc"));
  return names.map((name) => path.join(tests, name));
}

/** Where the headers are that the operations include, as flags; none unless TensorFlow is installed. */
function operationHeaders(): string[] {
  const folder = path.join(tensorflowFolder(wheelFor(thisMachine())), "include");
  return existsSync(folder) ? [`-I${folder}`, `-I${nodeHeaders}`, "-DNAPI_VERSION=8"] : [];
}

function compile(command: Compiler["command"], words: readonly string[]): Promise<CommandOutput> {
  const [program, ...first] = command;
  return runCommand(program, [...first, ...words], { timeoutMs: TIMEOUT_MS });
}

/** Skips the test unless a program built with these flags runs: a sanitizer's library may be missing. */
async function requireFlags(
  command: Compiler["command"],
  flags: readonly string[],
  context: TestContext,
): Promise<void> {
  const source = path.join(folder, `${context.task.id}.cc`);
  const program = path.join(folder, context.task.id);
  writeFileSync(source, "int main() {}\n");
  try {
    await compile(command, [...flags, source, "-o", program]);
    await runCommand(program, [], { timeoutMs: 20_000 });
  } catch (error) {
    context.skip(`${command.join(" ")} ${flags.join(" ")}: ${(error as Error).message}`);
  }
}

const builds = [
  { name: "for this processor", flags: ["-O2", native], rounds: 400 },
  {
    name: "with the address and undefined-behaviour sanitizers",
    flags: ["-Og", "-g1", native, "-fsanitize=address,undefined", "-fno-sanitize-recover=all"],
    rounds: 60,
  },
  {
    name: "for any processor, with the thread sanitizer",
    flags: ["-O1", "-g1", ...portable, "-fsanitize=thread"],
    rounds: 60,
  },
];

it.concurrent.for(builds)(
  "pass their tests $name",
  { timeout: TIMEOUT_MS },
  async ({ flags, rounds }, context) => {
    if (compiler === undefined) return context.skip("there is no C++ compiler");
    const { command } = compiler;
    await requireFlags(command, flags, context);
    const program = path.join(folder, `kernels-${context.task.id}`);
    const header = `${program}.h`;
    writeFileSync(header, HEADERS.map((name) => `#include <${name}>\n`).join(""));
    const headerFlags = [...shared, ...flags, "-include", path.join(kernels, "vector.h")];
    await compile(command, [...headerFlags, "-x", "c++-header", header, "-o", `${header}.gch`]);
    const objects: string[] = [];
    // The tests in one piece, which is done in half the time of them all.
    const tests = `${program}-tests.cc`;
    writeFileSync(
      tests,
      testSources()
        .map((file) => `#include "${file}"\n`)
        .join(""),
    );
    // One after the other: the builds themselves run side by side.
    for (const source of [tests, ...coreSources()]) {
      const object = `${program}-${path.basename(source)}.o`;
      await compile(command, [...shared, ...flags, "-include", header, "-c", source, "-o", object]);
      objects.push(object);
    }
    await compile(command, [...shared, ...flags, ...objects, "-o", program]);
    const { stdout, stderr } = await runCommand(program, [`${rounds}`], { timeoutMs: TIMEOUT_MS });
    expect(stderr).toBe("");
    expect(stdout).toMatch(/^recurrent grid: \d{2,} cases in /m);
    expect(stdout).toContain(`recurrent shapes: ${rounds} cases in `);
    expect(stdout).toMatch(/^embedding: \d+ cases in .* s\n$/m);
  },
);

it.concurrent("are accepted by Clang without a warning", {
  timeout: TIMEOUT_MS,
}, async (context) => {
  await requireFlags(["clang++"], [], context);
  const flags = ["-fsyntax-only", "-Wall", "-Wextra", "-Wno-unused-parameter", native];
  const headers = operationHeaders();
  const compilable = [...coreSources(), ...testSources()];
  const operations = kernelSources().compiled.filter(isOperation);
  for (const source of headers.length === 0 ? compilable : [...compilable, ...operations]) {
    const { stderr } = await compile(["clang++"], [...shared, ...headers, ...flags, source]);
    expect(stderr).toBe("");
  }
  if (headers.length === 0)
    context.annotate("the operations need TensorFlow's headers: `encdec-engine install`");
});
