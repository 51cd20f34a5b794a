import { beforeAll, describe, expect, it } from "vitest";
import { normal, relativeDifference } from "../../test/compare.ts";
import { gradientErrors } from "../../test/gradient-check.ts";
import { loadEngine } from "../backend/engine.ts";
import { tf } from "../backend/tf.ts";
import { Random } from "../data/random.ts";
import { Bridge } from "./bridge.ts";
import { encodingSize, hasCellState } from "./complete-config.ts";
import type { BridgeName, EncoderConfig, StackConfig } from "./config.ts";
import { encoderSchema, initializationSchema, stackSchema } from "./config-schema.ts";
import { Parameters } from "./parameters.ts";
import type { RecurrentState } from "./recurrent-layer.ts";

const BATCH = 3;

/** A bridge and states of its encoder, for as long as `use` runs. */
function withBridge(
  options: { bridge: BridgeName; encoder: EncoderConfig; decoder: StackConfig },
  use: (bridge: Bridge, states: RecurrentState[], parameters: Parameters) => void,
): void {
  const random = Random.fromSeed(1);
  const parameters = new Parameters();
  const encoder = encoderSchema.parse(options.encoder);
  const decoder = stackSchema.parse(options.decoder);
  const start = {
    initialization: initializationSchema.parse({}),
    uniform: () => random.uniform(),
  };
  tf.tidy(() => {
    const draw = (): tf.Tensor2D =>
      normal(random, [BATCH, encodingSize(encoder)], 0.5) as tf.Tensor2D;
    const states = Array.from({ length: encoder.layers }, () =>
      hasCellState(encoder.cell) ? { hidden: draw(), cell: draw() } : { hidden: draw() },
    );
    use(new Bridge(parameters, { ...options, encoder, decoder }, start), states, parameters);
  });
  parameters.dispose();
}

beforeAll(() => loadEngine());

it("passes states as they are", () => {
  const units = { units: 4, layers: 2 };
  withBridge({ bridge: "pass", encoder: units, decoder: units }, (bridge, states) => {
    expect(bridge.run(states)).toEqual(states);
  });
});

describe.each([
  ["fewer layers", { units: 3, layers: 3 }, { units: 5, layers: 2 }, [1, 2]],
  ["more layers", { units: 3, layers: 2 }, { units: 5, layers: 3 }, [0, 0, 1]],
  ["two directions", { units: 3, direction: "concatenate" }, { units: 5 }, [0]],
  ["from GRU to LSTM", { units: 3, cell: "gru" }, { units: 5 }, [0]],
  ["from LSTM to GRU", { units: 3 }, { units: 5, cell: "gru" }, [0]],
] as const)("dense, %s", (_, encoder, decoder, counterparts) => {
  it("is tanh of a linear layer of the counterpart's state", () => {
    withBridge({ bridge: "dense", encoder, decoder }, (bridge, states, parameters) => {
      const weights = new Map(
        [...parameters.shapes.keys()].map((name, i) => [name, parameters.variables[i]]),
      );
      const made = bridge.run(states);
      expect(made.length).toBe(counterparts.length);
      for (const [layer, state] of made.entries()) {
        const counterpart = states[counterparts[layer] as number] as RecurrentState;
        for (const name of ["hidden", "cell"] as const) {
          const kernel = weights.get(`bridge.${layer}.${name}.kernel`) as tf.Tensor2D | undefined;
          expect(state[name] === undefined).toBe(kernel === undefined);
          if (!kernel) continue;
          const expected = tf.tanh(tf.matMul(counterpart[name] ?? counterpart.hidden, kernel));
          expect(relativeDifference(state[name] as tf.Tensor, expected)).toBeLessThan(1e-6);
        }
      }
    });
  });

  it("has the gradients of finite differences", () => {
    withBridge({ bridge: "dense", encoder, decoder }, (bridge, states, parameters) => {
      const loss = (): tf.Scalar =>
        tf.addN(
          bridge
            .run(states)
            .flatMap(({ hidden, cell }) => [hidden, ...(cell ? [cell] : [])])
            .map((state) => tf.sum(tf.square(state))),
        );
      const { variables } = parameters;
      expect(gradientErrors({ variables, loss, random: Random.fromSeed(2) }).worst).toBeLessThan(
        0.01,
      );
    });
  });
});

it("gives the top layer's last state to every layer", () => {
  const encoder = { units: 2, layers: 2, direction: "concatenate" } as const;
  withBridge({ bridge: "last", encoder, decoder: { units: 4, layers: 3 } }, (bridge, states) => {
    const made = bridge.run(states);
    expect(made.length).toBe(3);
    for (const state of made) expect(state).toEqual(states[1]);
  });
});

it("gives last states to cells of another kind", () => {
  const [gru, lstm] = [{ units: 4, cell: "gru" } as const, { units: 4 }];
  withBridge({ bridge: "last", encoder: gru, decoder: lstm }, (bridge, states) => {
    const [state] = bridge.run(states);
    expect(state?.hidden).toBe(states[0]?.hidden);
    expect(tf.max(tf.abs(state?.cell as tf.Tensor)).dataSync()[0]).toBe(0);
  });
  withBridge({ bridge: "last", encoder: lstm, decoder: gru }, (bridge, states) => {
    expect(bridge.run(states)).toEqual([{ hidden: states[0]?.hidden }]);
  });
});

it.each([
  ["lstm", ["hidden", "cell"]],
  ["gru", ["hidden"]],
] as const)("begins from zeros: %s", (cell, names) => {
  withBridge(
    { bridge: "zero", encoder: { units: 3 }, decoder: { units: 5, layers: 2, cell } },
    (bridge, states) => {
      const made = bridge.run(states);
      expect(made.length).toBe(2);
      for (const state of made) {
        expect(Object.keys(state)).toEqual(names);
        for (const name of names) {
          const tensor = state[name] as tf.Tensor;
          expect(tensor.shape).toEqual([BATCH, 5]);
          expect(Math.max(...tensor.dataSync().map(Math.abs))).toBe(0);
        }
      }
    },
  );
});
