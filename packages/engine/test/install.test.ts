import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { findCompiler } from "../src/install/compile.ts";
import { expectWasm } from "./expect-wasm.ts";
import { programs, replace, Sandbox } from "./sandbox.ts";
import { provideWheel, reasonToSkip } from "./wheel.ts";

const skipped = await reasonToSkip();
if (skipped !== undefined) console.warn(`The tests of installing are skipped: ${skipped}`);

const PRINT_ENGINE = `
  import { describeEngine, loadEngine } from "@encdec/engine";
  console.log(describeEngine(await loadEngine()));
`;
/** Without kernels, which take half a minute to compile. */
const WITHOUT_KERNELS = { ENCDEC_ENGINE: "tensorflow" };
/** Ten times what it takes on two idle cores. */
const INSTALL_TIMEOUT_MS = 200_000;

describe.skipIf(skipped !== undefined)(`installing (${skipped ?? "from a wheel"})`, () => {
  let folder: string;
  let wheel: string;
  let installed: Sandbox;
  /** A compiler that does not optimize, where what it makes need only work: it is done in half the time. */
  let quickly: { readonly CXX: string };
  const sandboxes: string[] = [];

  /** A fresh machine; its folders go away after the test. */
  function freshMachine(variables: Record<string, string> = {}): Sandbox {
    const own = mkdtempSync(path.join(folder, "machine-"));
    sandboxes.push(own);
    return new Sandbox(own, { ENCDEC_WHEEL: wheel, ...variables });
  }

  /** A machine where the engine is installed and sound. */
  function readyMachine(): Sandbox {
    const machine = freshMachine();
    machine.adopt(installed);
    return machine;
  }

  beforeAll(async () => {
    folder = mkdtempSync(path.join(os.tmpdir(), "encdec-engine-test-"));
    wheel = provideWheel(folder);
    const { command = [] } = (await findCompiler()) ?? {};
    const bin = programs(folder, { "quick-compiler": `exec ${command.join(" ")} "$@" -O0` });
    quickly = { CXX: path.join(bin, "quick-compiler") };
    installed = new Sandbox(path.join(folder, "installed"), {
      PIP_NO_INDEX: "1",
      PIP_FIND_LINKS: path.dirname(wheel),
      ...quickly,
    });
    const { exitCode, stdout, stderr } = await installed.command(["install"], WITHOUT_KERNELS);
    expect(stderr).toMatch(/^downloading tensorflow\S* \S+ \(230 MB\) … \d+\.\d s$/m);
    expect(stderr).toMatch(/^compiling tfjs-node's addon \(.*\) … \d+\.\d s$/m);
    expect(stdout).toMatch(/^engine: tensorflow 2\.\d+\.\d+, \d+ threads? \(.*\)\n$/);
    expect(exitCode).toBe(0);
  }, INSTALL_TIMEOUT_MS);

  afterEach(() => {
    for (const own of sandboxes.splice(0)) rmSync(own, { recursive: true });
  });

  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it("leaves one folder in the cache and nothing elsewhere", () => {
    expect(readdirSync(installed.engines)).toHaveLength(1);
    // Programs that pip calls may leave folders of their own in the home.
    for (const name of [".cache", ".config", ".local", "encdec"]) {
      expect(readdirSync(installed.home)).not.toContain(name);
    }
    expect(readdirSync(path.join(installed.home, "../tmp"))).toEqual([]);
    const [name = ""] = readdirSync(installed.engines);
    expect(readdirSync(path.join(installed.engines, name)).sort()).toEqual([
      "include",
      "lib",
      "manifest.json",
    ]);
  });

  it("finds what is there the second time", async () => {
    const { exitCode, stdout, stderr } = await installed.command(
      ["install", "--json"],
      WITHOUT_KERNELS,
    );
    expect(stderr).toContain("TensorFlow found in the cache");
    expect(stderr).not.toContain("unpacking");
    expect(JSON.parse(stdout)).toMatchObject({ engine: { name: "tensorflow" }, notes: [] });
    expect(exitCode).toBe(0);
  });

  it(
    "does not load a truncated library, and repairs it",
    async () => {
      const machine = readyMachine();
      const library = machine.find("libtensorflow_framework.so.2");
      replace(library, readFileSync(library).subarray(0, 5_000_000));
      const loaded = await machine.script(PRINT_ENGINE);
      expect(loaded).toMatchObject({ exitCode: 0, stderr: "" });
      expect(loaded.stdout).toMatch(
        /^engine: wasm 4\.22\.0, 1 thread \(damaged TensorFlow in the cache, lib\/libtensorflow_framework\.so\.2 has 5000000 bytes instead of \d+: repair with `encdec-engine install`\); trains several times slower than tensorflow\n$/,
      );
      const forced = await machine.script(PRINT_ENGINE, { ENCDEC_ENGINE: "tensorflow" });
      expect(forced.exitCode).toBe(1);
      expect(forced.stderr).toContain("Error: Cannot load engine tensorflow: damaged TensorFlow");
      const repaired = await machine.command(["install"], { ...WITHOUT_KERNELS, ...quickly });
      expect(repaired).toMatchObject({ exitCode: 0 });
      expect(repaired.stdout).toMatch(/^engine: tensorflow/);
    },
    INSTALL_TIMEOUT_MS,
  );

  it("falls to wasm when the addon does not load", async () => {
    const machine = readyMachine();
    const addon = machine.find("tfjs_binding.node");
    replace(addon, Buffer.alloc(readFileSync(addon).length));
    const { exitCode, stdout, stderr } = await machine.script(PRINT_ENGINE);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(stdout).toMatch(/^engine: wasm .*tfjs_binding\.node: invalid ELF header\)/);
  });

  it("tells a file that has changed but for its size", async () => {
    const machine = readyMachine();
    const header = machine.find("include/tensorflow/c/c_api.h");
    const text = readFileSync(header, "utf8");
    replace(header, text.replace("TensorFlow", "tensorflow"));
    const { exitCode, stdout } = await machine.command(["doctor"]);
    expect(stdout).toMatch(
      /^missing TensorFlow: .* is damaged: include\/tensorflow\/c\/c_api\.h has changed; run `encdec-engine install`$/m,
    );
    expect(exitCode).toBe(0);
  });

  it.each([
    ["cut short", '{"files": {"lib/tfjs_bin', /manifest\.json is missing or damaged/],
    [
      "of another kind",
      '{"files": {}}',
      /manifest\.json is missing or damaged \(not a list of files\)/,
    ],
    ["empty", "", /manifest\.json is missing or damaged/],
  ])("falls to wasm when the manifest is %s", async (_, content, reason) => {
    const machine = readyMachine();
    replace(machine.find("manifest.json"), content);
    const { exitCode, stdout, stderr } = await machine.script(PRINT_ENGINE);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(stdout).toMatch(/^engine: wasm /);
    expect(stdout).toMatch(reason);
  });

  it("recovers from a killed install, once when two begin together", {
    timeout: INSTALL_TIMEOUT_MS,
  }, async () => {
    const machine = freshMachine();
    const killed = machine.start(["install"], WITHOUT_KERNELS);
    const isUnpacking = () =>
      existsSync(machine.engines) &&
      readdirSync(machine.engines, { recursive: true, encoding: "utf8" }).some((file) =>
        /\.staging-.*libtensorflow_cc/.test(file),
      );
    await expect.poll(isUnpacking, { timeout: 60_000 }).toBe(true);
    killed.kill();
    await killed.ended;
    expect((await machine.script(PRINT_ENGINE)).stdout).toMatch(
      /^engine: wasm .* \(no TensorFlow in the cache: run `encdec-engine install`\)/,
    );

    const both = await Promise.all([
      machine.command(["install"], { ...WITHOUT_KERNELS, ...quickly }),
      machine.command(["install"], { ...WITHOUT_KERNELS, ...quickly }),
    ]);
    for (const { exitCode, stdout } of both) {
      expect(exitCode).toBe(0);
      expect(stdout).toMatch(/^engine: tensorflow/);
    }
    const unpacked = both.filter(({ stderr }) => stderr.includes("unpacking TensorFlow"));
    const found = both.filter(({ stderr }) => stderr.includes("TensorFlow found in the cache"));
    expect([unpacked.length, found.length]).toEqual([1, 1]);
    expect(readdirSync(machine.engines)).toEqual(readdirSync(installed.engines));
  });

  it("compiles the kernels, and falls to tensorflow when their library is damaged", {
    timeout: INSTALL_TIMEOUT_MS,
  }, async () => {
    const machine = readyMachine();
    const { exitCode, stdout, stderr } = await machine.command(["install"], quickly);
    expect(stderr).toMatch(/^compiling the fused kernels \(.*\) … \d+\.\d s$/m);
    expect(stdout).toMatch(/^engine: fused /);
    expect(exitCode).toBe(0);
    expect((await machine.script(PRINT_ENGINE)).stdout).toMatch(/^engine: fused /);

    const library = machine.find("encdec_kernels.node");
    replace(library, readFileSync(library).subarray(0, 50_000));
    const loaded = await machine.script(PRINT_ENGINE);
    expect(loaded).toMatchObject({ exitCode: 0, stderr: "" });
    expect(loaded.stdout).toMatch(
      /^engine: tensorflow .*damaged fused kernels in the cache, .*encdec_kernels\.node has 50000 bytes/,
    );
  });

  it("falls to tensorflow when the kernels do not compile", async () => {
    const machine = readyMachine();
    const CXX = path.join(
      programs(folder, {
        cc: 'case "$*" in *--version*) echo a compiler;; *) echo "gemm.cc:1:1: error: no" >&2; exit 1;; esac',
      }),
      "cc",
    );
    const { exitCode, stdout, stderr } = await machine.command(["install"], { CXX });
    expect(exitCode).toBe(0);
    expect(stderr).toContain("note: fused kernels could not be installed: ");
    expect(stderr).toContain("gemm.cc:1:1: error: no");
    expect(stdout).toMatch(/^engine: tensorflow /);
  });

  describe("falls to wasm and says what to do", () => {
    it("without a C++ compiler", async () => {
      const machine = freshMachine({ PATH: folder });
      await expectWasm(
        machine,
        [],
        "no C++ compiler was found: install one (on Debian `apt-get install g++`)",
      );
    });

    it("without pip", async () => {
      const machine = freshMachine({
        PATH: programs(folder, { "g++": "echo a compiler" }),
        ENCDEC_WHEEL: "",
      });
      await expectWasm(
        machine,
        [],
        "no pip was found to download TensorFlow: install Python's pip (on Debian `apt-get install python3-pip`)",
      );
    });

    it("when pip hangs", async () => {
      const PATH = programs(folder, {
        "g++": "echo a compiler",
        python3: 'case "$*" in *--version*) echo pip;; *) exec /bin/sleep 600;; esac',
      });
      await expectWasm(
        freshMachine({ PATH, ENCDEC_WHEEL: "" }),
        ["--download-timeout", "1"],
        "python3 did not end within 1 s",
      );
    });

    it("when pip fails", async () => {
      const machine = freshMachine({ ENCDEC_WHEEL: "", PIP_NO_INDEX: "1" });
      await expectWasm(
        machine,
        [],
        /python3 failed with exit code 1: ERROR: Could not find a version/,
      );
    });

    it("when the addon does not compile", async () => {
      const PATH = programs(folder, {
        "g++":
          'case "$*" in *--version*) echo a compiler;; *) echo "a.cc:1:1: error: no" >&2; exit 1;; esac',
      });
      await expectWasm(
        freshMachine({ PATH }),
        [],
        "g++ failed with exit code 1: a.cc:1:1: error: no",
      );
    });

    it("when the wheel is cut short", async () => {
      const machine = freshMachine();
      const broken = path.join(machine.home, "broken.whl");
      writeFileSync(broken, readFileSync(wheel).subarray(0, 1_000_000));
      await expectWasm(
        machine,
        ["--wheel", broken],
        /broken\.whl cannot be unpacked: .*central directory/i,
      );
    });

    it("when the cache folder cannot be written", async () => {
      // Not even root can make a folder below a file.
      const machine = freshMachine({ XDG_CACHE_HOME: wheel });
      const { exitCode, stdout, stderr } = await machine.command(["install"]);
      expect(exitCode).toBe(0);
      expect(stdout).toMatch(/^engine: wasm/);
      expect(stderr).toMatch(
        /note: TensorFlow could not be installed: the cache folder .* cannot be used \(.*\): set XDG_CACHE_HOME to one that can\n/,
      );
    });
  });
});
