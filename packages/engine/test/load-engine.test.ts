import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { installedAddon, installedKernels } from "../src/installed.ts";
import { Sandbox } from "./sandbox.ts";

const missing = reasonWithout(installedAddon);
const withoutKernels = reasonWithout(installedKernels);
const cache = process.env.XDG_CACHE_HOME;
let folder: string;
/** A machine with an empty cache. */
let bare: Sandbox;
/** A machine with this machine's cache. */
let ready: Sandbox;

beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "encdec-engine-test-"));
  bare = new Sandbox(path.join(folder, "bare"));
  ready = new Sandbox(path.join(folder, "ready"), { HOME: os.homedir(), XDG_CACHE_HOME: cache });
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

const LOAD = 'import { loadEngine } from "@encdec/engine";';

it.each(["x", "TensorFlow"])("refuses ENCDEC_ENGINE=%s", async (value) => {
  const { exitCode, stderr } = await bare.script(`${LOAD} await loadEngine()`, {
    ENCDEC_ENGINE: value,
  });
  expect(exitCode).toBe(1);
  expect(stderr).toContain(
    `RangeError: Cannot choose an engine: ENCDEC_ENGINE must be one of fused, tensorflow, wasm, got "${value}"\n`,
  );
});

it("refuses a number of threads that is none, instead of falling to the next engine", async () => {
  const { exitCode, stderr } = await bare.script(`${LOAD} await loadEngine()`, {
    ENCDEC_THREADS: "0",
  });
  expect(exitCode).toBe(1);
  expect(stderr).toContain(
    'RangeError: Cannot choose the number of threads: ENCDEC_THREADS must be a positive integer, got "0"\n',
  );
});

it("says in one sentence why an engine that is asked for is not there", async () => {
  const { stdout } = await bare.script(`${LOAD}
    await loadEngine({ engine: "tensorflow" }).catch((error) => console.log(error.message));
    console.log(JSON.stringify(await loadEngine()));`);
  const [refusal = "", second = ""] = stdout.split("\n");
  expect(refusal).toBe(
    "Cannot load engine tensorflow: no TensorFlow in the cache: run `encdec-engine install`",
  );
  // A failed attempt does not stand in the way of the next.
  expect(JSON.parse(second)).toMatchObject({ name: "wasm", threads: 1 });
});

it("trains on wasm without a word, and the process ends by itself", async () => {
  const { exitCode, stdout, stderr } = await bare.script(`${LOAD}
    import * as tf from "@tensorflow/tfjs-core";
    await loadEngine();
    const embedding = tf.variable(tf.ones([5, 3]));
    const ids = tf.tensor1d([1, 1, 4], "int32");
    const optimizer = tf.train.sgd(0.5);
    optimizer.minimize(() => tf.sum(tf.gather(embedding, ids)));
    console.log(tf.getBackend(), Array.from(embedding.dataSync()).join());`);
  expect(stdout).toBe("wasm 1,1,1,0,0,0,1,1,1,1,1,1,0.5,0.5,0.5\n");
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
});

it("loads once, and refuses another engine in the same process", async () => {
  const { stdout } = await bare.script(`${LOAD}
    const [first, second] = await Promise.all([loadEngine({ engine: "wasm" }), loadEngine()]);
    console.log(first === second, (await loadEngine({ engine: "wasm" })) === first);
    await loadEngine({ engine: "fused" }).catch((error) => console.log(error.message));`);
  expect(stdout).toBe(
    "true true\nCannot load engine fused: this process runs another one already, got wasm\n",
  );
});

describe.skipIf(missing !== undefined)(`TensorFlow (${missing ?? "installed"})`, () => {
  it("loads without a word, into the one tfjs-core there is", async () => {
    const { exitCode, stdout, stderr } = await ready.script(`${LOAD}
      import { createRequire } from "node:module";
      import * as tf from "@tensorflow/tfjs-core";
      const { name, version } = await loadEngine({ engine: "tensorflow" });
      console.log(name, /^2\\.\\d+\\.\\d+$/.test(version), tf.getBackend());
      const { cache, resolve } = createRequire(import.meta.url);
      const loaded = Object.keys(cache).filter((file) => /tfjs-core[^/]*\\/dist\\/tf-core/.test(file));
      console.log(loaded.length, loaded[0] === resolve("@tensorflow/tfjs-core"));
      const x = tf.tensor1d([3]);
      console.log(tf.grad((x) => tf.sum(tf.square(x)))(x).dataSync()[0]);`);
    expect(stdout).toBe("tensorflow true tensorflow\n1 true\n6\n");
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  });

  it("makes no tensor for a cast and a reshape that change nothing", async () => {
    const { stdout } = await ready.script(`${LOAD}
      import * as tf from "@tensorflow/tfjs-core";
      await loadEngine({ engine: "tensorflow" });
      const x = tf.tensor2d([[1.5, 2]]);
      const [same, equal] = [tf.reshape(x, [1, 2]), tf.cast(x, "float32")];
      const shared = tf.memory().numDataBuffers;
      const [flat, whole] = [tf.reshape(x, [-1]), tf.cast(x, "int32")];
      const own = tf.memory().numDataBuffers;
      x.dispose();
      const values = [same, equal, flat, whole].map((each) => [each.shape, Array.from(each.dataSync())]);
      tf.dispose([same, equal, flat, whole]);
      console.log(JSON.stringify([shared, own, tf.memory().numDataBuffers, ...values]));`);
    expect(JSON.parse(stdout)).toEqual([
      ...[1, 3, 0],
      ...[
        [
          [1, 2],
          [1.5, 2],
        ],
        [
          [1, 2],
          [1.5, 2],
        ],
        [[2], [1.5, 2]],
        [
          [1, 2],
          [1, 2],
        ],
      ],
    ]);
  });

  it.skipIf(process.platform !== "linux")(
    "uses as many threads as ENCDEC_THREADS tells",
    async () => {
      const code = `${LOAD}
      import { readdirSync } from "node:fs";
      import * as tf from "@tensorflow/tfjs-core";
      const before = readdirSync("/proc/self/task").length;
      const { threads } = await loadEngine({ engine: "tensorflow" });
      const x = tf.ones([512, 512]);
      tf.matMul(x, x).dataSync();
      console.log(JSON.stringify([threads, readdirSync("/proc/self/task").length - before]));`;
      const run = async (threads: string): Promise<[number, number]> =>
        JSON.parse((await ready.script(code, { ENCDEC_THREADS: threads })).stdout);
      const [one, startedByOne] = await run("1");
      const [nine, startedByNine] = await run("9");
      expect([one, nine]).toEqual([1, 9]);
      expect(startedByNine - startedByOne).toBe(8);
    },
  );

  // The kernels read the first by themselves; the second they have from the engine alone.
  it.skipIf(withoutKernels !== undefined).each(["ENCDEC_THREADS", "TF_NUM_INTRAOP_THREADS"])(
    "lets the kernels use as many threads as %s tells",
    async (variable) => {
      const { stdout, stderr } = await ready.script(
        `${LOAD}
        import { createRequire } from "node:module";
        const { threads } = await loadEngine({ engine: "fused" });
        const loaded = Object.values(createRequire(import.meta.url).cache);
        const kernels = loaded.find(({ filename }) => filename.endsWith("encdec_kernels.node"));
        console.log(JSON.stringify([threads, kernels?.exports.threads()]));`,
        { ENCDEC_THREADS: undefined, TF_NUM_INTRAOP_THREADS: undefined, [variable]: "3" },
      );
      expect(stdout, stderr).toBe("[3,3]\n");
    },
  );

  it("computes the same gradients on wasm", async () => {
    const code = `${LOAD}
      import * as tf from "@tensorflow/tfjs-core";
      await loadEngine();
      const x = tf.randomUniform([7, 5], -1, 1, "float32", 1);
      const w = tf.randomUniform([5, 4], -1, 1, "float32", 2);
      const ids = tf.tensor1d([6, 0, 6, 3], "int32");
      const loss = (x, w) =>
        tf.neg(tf.sum(tf.square(tf.logSoftmax(tf.matMul(tf.tanh(tf.gather(x, ids)), w)))));
      const gradients = tf.grads(loss)([x, w]);
      console.log(JSON.stringify(gradients.flatMap((g) => Array.from(g.dataSync()))));`;
    const run = async (engine: string): Promise<number[]> =>
      JSON.parse((await ready.script(code, { ENCDEC_ENGINE: engine })).stdout);
    const native = await run("tensorflow");
    const wasm = await run("wasm");
    expect(wasm).toHaveLength(7 * 5 + 5 * 4);
    const differences = wasm.map((value, i) => Math.abs(value - (native[i] ?? Number.NaN)));
    expect(Math.max(...differences)).toBeLessThan(1e-6);
  });
});

/** Why what an engine needs is not there; `undefined` if it is. */
function reasonWithout(find: () => string): string | undefined {
  try {
    find();
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}
