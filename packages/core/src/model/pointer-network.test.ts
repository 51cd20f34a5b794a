import { beforeAll, describe, expect, it } from "vitest";
import { relativeDifference } from "../../test/compare.ts";
import { loadEngine } from "../backend/engine.ts";
import { tf } from "../backend/tf.ts";
import { Random } from "../data/random.ts";
import type { PointerNetworkConfig } from "./config.ts";
import { PointerNetwork, type PointerPair } from "./pointer-network.ts";

const CONFIG: PointerNetworkConfig = {
  source: { kind: "vectors", features: 2 },
  encoder: { units: 5 },
  decoder: { units: 5 },
  initialization: { kernel: "uniform", uniformLimit: 0.7 },
};
const ORDER = [
  [0, 3, 1, 2, 0],
  [0, 2, 1, 0, 0],
];

function makeModel(settings: Partial<PointerNetworkConfig> = {}): PointerNetwork {
  const random = Random.fromSeed(3);
  return new PointerNetwork({ ...CONFIG, ...settings }, () => random.uniform());
}

function makeBatch(): PointerPair {
  const mask = [
    [1, 1, 1],
    [1, 1, 0],
  ];
  const numbers = Array.from({ length: 12 }, (_, index) => Math.sin(3 * index));
  return {
    source: { values: tf.tensor3d(numbers, [2, 3, 2]), mask: tf.tensor2d(mask) },
    target: {
      ids: tf.tensor2d(ORDER, undefined, "int32"),
      mask: tf.tensor2d([
        [1, 1, 1, 1, 1],
        [1, 1, 1, 1, 0],
      ]),
    },
  };
}

beforeAll(() => loadEngine());

describe.each([false, true])("pointer network, each position once: %s", (maskUsed) => {
  it("gives step by step what teacher forcing gives, for two hypotheses of each source", () => {
    const model = makeModel({ maskUsed });
    tf.tidy(() => {
      const batch = makeBatch();
      const forced = tf.softmax(model.logits(batch)); // [2, 4, 4]
      const { memory, ...start } = model.start(batch.source);
      const packed = model.packDecoder();
      const rows = tf.tensor1d([0, 0, 1, 1], "int32");
      const { layers, used } = start.states;
      let states: typeof start.states = {
        layers: layers.map(({ hidden, cell }) => ({
          hidden: tf.gather(hidden, rows),
          cell: tf.gather(cell as tf.Tensor2D, rows),
        })),
        ...(used && { used: tf.gather(used, rows) }),
      };
      for (let step = 0; step < 3; step++) {
        const ids = ORDER.flatMap((row) => [row[step] ?? 0, row[step] ?? 0]);
        const result = model.step(tf.tensor1d(ids, "int32"), states, memory, packed);
        const ofStep = tf.squeeze<tf.Tensor2D>(tf.slice(forced, [0, step, 0], [2, 1, 4]), [1]);
        const expected = tf.gather(ofStep, rows);
        expect(relativeDifference(tf.exp(result.next.logProbabilities()), expected)).toBeLessThan(
          1e-5,
        );
        states = result.states;
      }
    });
    model.dispose();
  });

  it(`${maskUsed ? "never" : "may"} point${maskUsed ? "s" : ""} where it pointed before`, () => {
    const model = makeModel({ maskUsed });
    tf.tidy(() => {
      const [first] = tf.softmax(model.logits(makeBatch())).arraySync() as number[][][];
      // After places 3 and 1 were read.
      const [end = 0, one = 0, two = 0, three = 0] = first?.[2] ?? [];
      expect(end + one + two + three).toBeCloseTo(1, 5);
      expect([one, three].map((share) => share > 0)).toEqual([!maskUsed, !maskUsed]);
      expect(Math.min(end, two)).toBeGreaterThan(0);
    });
    model.dispose();
  });

  it("never points at padding", () => {
    const model = makeModel({ maskUsed });
    tf.tidy(() => {
      const [, second] = tf.softmax(model.logits(makeBatch())).arraySync() as number[][][];
      expect(second?.map((shares) => shares[3])).toEqual([0, 0, 0, 0]);
    });
    model.dispose();
  });
});

it("gives sources as vectors", () => {
  const model = makeModel();
  tf.tidy(() => {
    expect(model.encode(makeBatch().source).vector.shape).toEqual([2, 5]);
  });
  model.dispose();
});

it("counts the weights of every layer", () => {
  const model = makeModel({ bridge: "dense" });
  const { layers, parameters } = model.summary();
  expect(layers.map(({ name }) => name)).toEqual([
    "encoder.input",
    "encoder.0",
    "bridge.0",
    "decoder.0",
    "pointer",
  ]);
  expect(parameters).toBe(model.parameters.count);
  model.dispose();
});
