import { describe, expect, it } from "vitest";
import { type NamedWeights, sideOf } from "./foreign-weights.ts";
import { exportPyTorchWeights, importPyTorchWeights } from "./pytorch-weights.ts";

/** Arrays that count on from 1, so that every number tells its place. */
function arrays(shapes: { readonly [name: string]: readonly number[] }): NamedWeights {
  let next = 0;
  return new Map(
    Object.entries(shapes).map(([name, shape]) => {
      const length = shape.reduce((product, axis) => product * axis, 1);
      return [name, { shape, values: Float32Array.from({ length }, () => ++next) }];
    }),
  );
}

function shapesOf(weights: NamedWeights): Map<string, readonly number[]> {
  return new Map([...weights].map(([name, { shape }]) => [name, shape]));
}

const LSTM = arrays({
  "encoder.embeddings": [5, 2],
  "encoder.0.forward.kernel": [2, 4],
  "encoder.0.forward.recurrentKernel": [1, 4],
  "encoder.0.forward.bias": [4],
  "encoder.0.backward.kernel": [2, 4],
  "encoder.0.backward.recurrentKernel": [1, 4],
  "encoder.0.backward.bias": [4],
  "decoder.embeddings": [6, 2],
  "decoder.0.kernel": [2, 8],
  "decoder.0.recurrentKernel": [2, 8],
  "decoder.0.bias": [8],
  "decoder.1.kernel": [2, 8],
  "decoder.1.recurrentKernel": [2, 8],
  "decoder.1.bias": [8],
  "output.kernel": [2, 6],
  "output.bias": [6],
});

describe("importPyTorchWeights", () => {
  it("transposes, and sums the two biases of an LSTM", () => {
    const file = arrays({
      "rnn.weight_ih_l0": [4, 2],
      "rnn.weight_hh_l0": [4, 1],
      "rnn.bias_ih_l0": [4],
      "rnn.bias_hh_l0": [4],
    });
    const shapes = new Map([
      ["encoder.0.kernel", [2, 4]],
      ["encoder.0.recurrentKernel", [1, 4]],
      ["encoder.0.bias", [4]],
    ]);
    expect(importPyTorchWeights(file, shapes)).toEqual(
      new Map([
        ["encoder.0.kernel", { shape: [2, 4], values: Float32Array.of(1, 3, 5, 7, 2, 4, 6, 8) }],
        ["encoder.0.recurrentKernel", { shape: [1, 4], values: Float32Array.of(9, 10, 11, 12) }],
        ["encoder.0.bias", { shape: [4], values: Float32Array.of(30, 32, 34, 36) }],
      ]),
    );
  });

  it("swaps the gates of a GRU and keeps both biases, of a module or a single cell", () => {
    const expected = new Map([
      ["decoder.0.kernel", { shape: [2, 3], values: Float32Array.of(3, 1, 5, 4, 2, 6) }],
      ["decoder.0.recurrentKernel", { shape: [1, 3], values: Float32Array.of(8, 7, 9) }],
      ["decoder.0.bias", { shape: [2, 3], values: Float32Array.of(11, 10, 12, 14, 13, 15) }],
    ]);
    const shapes = new Map([...expected].map(([name, { shape }]) => [name, shape]));
    for (const ending of ["_l0", ""]) {
      const file = arrays({
        [`cell.weight_ih${ending}`]: [3, 2],
        [`cell.weight_hh${ending}`]: [3, 1],
        [`cell.bias_ih${ending}`]: [3],
        [`cell.bias_hh${ending}`]: [3],
      });
      expect(importPyTorchWeights(file, shapes)).toEqual(expected);
      const layers = { "decoder.0": "cell" };
      expect(importPyTorchWeights(file, shapes, { layers })).toEqual(expected);
    }
  });

  it("fills missing biases with zeros", () => {
    const file = arrays({ "rnn.weight_ih_l0": [4, 2], "rnn.weight_hh_l0": [4, 1] });
    const shapes = new Map([
      ["encoder.0.kernel", [2, 4]],
      ["encoder.0.recurrentKernel", [1, 4]],
      ["encoder.0.bias", [4]],
    ]);
    const { values } = importPyTorchWeights(file, shapes).get("encoder.0.bias") ?? {};
    expect(values).toEqual(new Float32Array(4));
  });

  it("takes the names it is given, also of weights that stand by themselves", () => {
    const file = arrays({
      "a.weight": [3, 2],
      "a.bias": [3],
      "b.weight": [3, 2],
      "b.bias": [3],
      "q.weight": [3, 2],
    });
    const shapes = new Map([
      ["one.kernel", [2, 3]],
      ["one.bias", [3]],
      ["two.kernel", [2, 3]],
      ["two.bias", [3]],
      ["attention.query", [2, 3]],
    ]);
    const layers = { one: "b", two: "a", "attention.query": "q" };
    const imported = importPyTorchWeights(file, shapes, { layers });
    expect(imported.get("two.kernel")?.values).toEqual(Float32Array.of(1, 3, 5, 2, 4, 6));
    expect(imported.get("one.bias")?.values).toEqual(Float32Array.of(16, 17, 18));
    expect(imported.get("attention.query")?.shape).toEqual([2, 3]);
  });

  it("says which weight is missing, left over or of another shape", () => {
    const file = exportPyTorchWeights(LSTM);
    const importing =
      (weights: NamedWeights, options = {}) =>
      () =>
        importPyTorchWeights(weights, shapesOf(LSTM), options);
    const without = (name: string) => new Map([...file].filter(([key]) => key !== name));
    expect(importing(without("decoder.weight_hh_l1"))).toThrow(
      'Cannot load PyTorch weights: "decoder.1.recurrentKernel" is missing, got no "decoder.weight_hh_l1"',
    );
    const extra = new Map([...file, ...arrays({ "norm.gamma": [4] })]);
    expect(importing(extra)).toThrow(
      'Cannot load PyTorch weights: the model must have a place for every array, got "norm.gamma"',
    );
    expect(importing(extra, { unused: "ignore" })).not.toThrow();
    const reshaped = new Map([...file, ...arrays({ "output.weight": [2, 6] })]);
    expect(importing(reshaped)).toThrow(
      'Cannot load PyTorch weights: "output.kernel" must have shape [2, 6], got [6, 2] from "output.weight"',
    );
    const other = new Map([...file, ...arrays({ "decoder.bias_hh_l0": [4] })]);
    expect(importing(other)).toThrow(
      '"decoder.0.bias" must have shape [8], got [4] from "decoder.bias_hh_l0"',
    );
  });

  it("says when modules cannot be told apart, or are none of the model's", () => {
    const layers = { encoder: "first", decoder: "second" };
    const file = exportPyTorchWeights(LSTM, { layers });
    expect(() => importPyTorchWeights(file, shapesOf(LSTM))).toThrow(
      'Cannot load PyTorch weights: one recurrent module must be found for "encoder", got first, second; say in layers which it is',
    );
    expect(importPyTorchWeights(file, shapesOf(LSTM), { layers })).toEqual(LSTM);
    expect(() =>
      importPyTorchWeights(file, shapesOf(LSTM), { layers: { ...layers, reader: "x" } }),
    ).toThrow(/layers must be of encoder, decoder, encoder.embeddings, .*, got "reader"/);
  });
});

describe("exportPyTorchWeights", () => {
  it("is the inverse of importing", () => {
    const exported = exportPyTorchWeights(LSTM, { layers: { output: "decoder.fc" } });
    expect(shapesOf(exported)).toEqual(
      new Map([
        ["encoder_embeddings.weight", [5, 2]],
        ["encoder.weight_ih_l0", [4, 2]],
        ["encoder.weight_hh_l0", [4, 1]],
        ["encoder.bias_ih_l0", [4]],
        ["encoder.bias_hh_l0", [4]],
        ["encoder.weight_ih_l0_reverse", [4, 2]],
        ["encoder.weight_hh_l0_reverse", [4, 1]],
        ["encoder.bias_ih_l0_reverse", [4]],
        ["encoder.bias_hh_l0_reverse", [4]],
        ["decoder_embeddings.weight", [6, 2]],
        ["decoder.weight_ih_l0", [8, 2]],
        ["decoder.weight_hh_l0", [8, 2]],
        ["decoder.bias_ih_l0", [8]],
        ["decoder.bias_hh_l0", [8]],
        ["decoder.weight_ih_l1", [8, 2]],
        ["decoder.weight_hh_l1", [8, 2]],
        ["decoder.bias_ih_l1", [8]],
        ["decoder.bias_hh_l1", [8]],
        ["decoder.fc.weight", [6, 2]],
        ["decoder.fc.bias", [6]],
      ]),
    );
    expect(importPyTorchWeights(exported, shapesOf(LSTM))).toEqual(LSTM);
  });

  it("refuses layers that the model does not have", () => {
    expect(() => exportPyTorchWeights(LSTM, { layers: { "encoder.0": "rnn" } })).toThrow(
      'Cannot write weights: layers must be of encoder.embeddings, encoder, decoder.embeddings, decoder, output, got "encoder.0"',
    );
  });

  it("refuses a GRU that resets before the product", () => {
    const gru = arrays({
      "encoder.0.kernel": [2, 3],
      "encoder.0.recurrentKernel": [1, 3],
      "encoder.0.bias": [3],
    });
    expect(() => exportPyTorchWeights(gru)).toThrow(
      'Cannot write PyTorch weights: a GRU must reset after the product, got one before it in "encoder.0"',
    );
  });
});

it("tells sides apart by words, not by letters inside of them", () => {
  const names = ["encoder.rnn", "src_embed", "model.enc", "sequence", "decoder", "trg"];
  expect(names.map(sideOf)).toEqual([0, 0, 0, undefined, 1, 1]);
});
