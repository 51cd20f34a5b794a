/** Recurrent layers over the rows of a table, against the same layers over the gathered vectors. */
import { beforeAll, describe, expect, it } from "vitest";
import { compare, expectBelow, normal, type Tensors } from "../../test/compare.ts";
import { inputsOf, optionsOf } from "../../test/recurrent-inputs.ts";
import { Random } from "../data/random.ts";
import { loadEngine } from "./engine.ts";
import { gatherEmbeddings } from "./gather-embeddings.ts";
import { gru } from "./gru.ts";
import { lstm } from "./lstm.ts";
import type { GruOptions, LstmOptions } from "./recurrent-options.ts";
import { tf } from "./tf.ts";

const SIZE = { units: 6, batch: 5, steps: 9 };
const FORM = { table: true, mask: "end", states: true } as const;

beforeAll(() => loadEngine());

describe.each([
  ["LSTM", 4, (options: object): Tensors => ({ ...lstm(options as LstmOptions) })],
  ["GRU", 3, (options: object): Tensors => ({ ...gru(options as GruOptions) })],
] as const)("%s over the rows of a table", (name, gates, layer) => {
  it("gives the results and gradients of the gathered vectors", () => {
    tf.tidy(() => {
      const random = Random.fromSeed(3);
      const bias = gates === 4 ? [4 * SIZE.units] : [2, 3 * SIZE.units];
      const { ids, ...options } = optionsOf(random, SIZE, FORM);
      const difference = compare({
        inputs: inputsOf(random, { size: SIZE, form: FORM, gates, bias }),
        actual: (tensors) => layer({ ...tensors, ...options, ids }),
        expected: ({ input, ...tensors }) => {
          const table = input as tf.Tensor2D;
          const vectors = gatherEmbeddings({ table, ids: ids as tf.Tensor2D });
          return layer({ ...tensors, ...options, input: vectors });
        },
        random,
      });
      expectBelow(difference, { values: 1e-5, gradients: 2e-5 });
    });
  });

  it("refuses ids of another kind", () => {
    tf.tidy(() => {
      const weights = { kernel: tf.zeros([2, gates]), recurrentKernel: tf.zeros([1, gates]) };
      const call = { ...weights, input: tf.zeros([3, 2]), ids: tf.zeros([4, 5]) };
      const refusal = `Cannot run ${name}: ids must be int32 [batch, steps] without repeat, got`;
      expect(() => layer(call)).toThrow(`${refusal} float32 [4, 5]`);
      const ids = tf.zeros([4, 5], "int32");
      expect(() => layer({ ...call, ids, repeat: 2 })).toThrow(
        `${refusal} int32 [4, 5] with repeat 2`,
      );
      expect(() => layer({ ...call, ids, input: normal(Random.fromSeed(1), [3, 4, 2]) })).toThrow(
        `Cannot run ${name}: input must have 2 axes, none of them empty, got [3, 4, 2]`,
      );
    });
  });
});

it("an id that the table does not have is refused", () => {
  tf.tidy(() => {
    const weights = { kernel: tf.ones([2, 4]), recurrentKernel: tf.ones([1, 4]) };
    const call = { ...weights, input: tf.ones([3, 2]), ids: tf.tensor2d([[3]], [1, 1], "int32") };
    expect(() => lstm(call as unknown as LstmOptions).outputs.dataSync()).toThrow();
  });
});
