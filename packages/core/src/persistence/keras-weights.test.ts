import { describe, expect, it } from "vitest";
import type { NamedWeights } from "./foreign-weights.ts";
import { exportKerasWeights, importKerasWeights } from "./keras-weights.ts";

/** Arrays of these shapes, each filled with another number. */
function arrays(shapes: { readonly [name: string]: readonly number[] }): NamedWeights {
  return new Map(
    Object.entries(shapes).map(([name, shape], index) => {
      const size = shape.reduce((product, length) => product * length, 1);
      return [name, { shape, values: new Float32Array(size).fill(index + 1) }];
    }),
  );
}

function shapesOf(weights: NamedWeights): Map<string, readonly number[]> {
  return new Map([...weights].map(([name, { shape }]) => [name, shape]));
}

/** Which array of the file each weight was filled from. */
function origins(
  imported: NamedWeights,
  file: NamedWeights,
): { readonly [name: string]: string | undefined } {
  const names = [...file.keys()];
  return Object.fromEntries(
    [...imported].map(([name, { values }]) => [name, names[(values[0] ?? 0) - 1]]),
  );
}

const MODEL = arrays({
  "encoder.embeddings": [9, 3],
  "encoder.0.forward.kernel": [3, 8],
  "encoder.0.forward.recurrentKernel": [2, 8],
  "encoder.0.forward.bias": [8],
  "encoder.0.backward.kernel": [3, 8],
  "encoder.0.backward.recurrentKernel": [2, 8],
  "encoder.0.backward.bias": [8],
  "decoder.embeddings": [9, 3],
  "decoder.0.kernel": [3, 16],
  "decoder.0.recurrentKernel": [4, 16],
  "decoder.0.bias": [16],
  "output.kernel": [4, 9],
  "output.bias": [9],
});

const FILE = arrays({
  "layers/bidirectional/backward_layer/cell/vars/0": [3, 8],
  "layers/bidirectional/backward_layer/cell/vars/1": [2, 8],
  "layers/bidirectional/backward_layer/cell/vars/2": [8],
  "layers/bidirectional/forward_layer/cell/vars/0": [3, 8],
  "layers/bidirectional/forward_layer/cell/vars/1": [2, 8],
  "layers/bidirectional/forward_layer/cell/vars/2": [8],
  "layers/embedding/vars/0": [9, 3],
  "layers/embedding_1/vars/0": [9, 3],
  "layers/lstm/cell/vars/0": [3, 16],
  "layers/lstm/cell/vars/1": [4, 16],
  "layers/lstm/cell/vars/2": [16],
  "layers/time_distributed/layer/vars/0": [4, 9],
  "layers/time_distributed/layer/vars/1": [9],
});

describe("importKerasWeights", () => {
  it("finds each weight of an encoder-decoder", () => {
    expect(origins(importKerasWeights(FILE, shapesOf(MODEL)), FILE)).toEqual({
      "encoder.embeddings": "layers/embedding/vars/0",
      "encoder.0.forward.kernel": "layers/bidirectional/forward_layer/cell/vars/0",
      "encoder.0.forward.recurrentKernel": "layers/bidirectional/forward_layer/cell/vars/1",
      "encoder.0.forward.bias": "layers/bidirectional/forward_layer/cell/vars/2",
      "encoder.0.backward.kernel": "layers/bidirectional/backward_layer/cell/vars/0",
      "encoder.0.backward.recurrentKernel": "layers/bidirectional/backward_layer/cell/vars/1",
      "encoder.0.backward.bias": "layers/bidirectional/backward_layer/cell/vars/2",
      "decoder.embeddings": "layers/embedding_1/vars/0",
      "decoder.0.kernel": "layers/lstm/cell/vars/0",
      "decoder.0.recurrentKernel": "layers/lstm/cell/vars/1",
      "decoder.0.bias": "layers/lstm/cell/vars/2",
      "output.kernel": "layers/time_distributed/layer/vars/0",
      "output.bias": "layers/time_distributed/layer/vars/1",
    });
  });

  it("follows encoder and decoder in names, whatever their order, and numbers inside", () => {
    const stack = (prefix: string) => [
      [`${prefix}/gru_cell/kernel`, [2, 6]],
      [`${prefix}/gru_cell/recurrent_kernel`, [2, 6]],
      [`${prefix}/gru_cell/bias`, [2, 6]],
    ];
    const names = ["decoder_0", "decoder_10", "encoder_0", "encoder_2"];
    const file = arrays(Object.fromEntries(names.flatMap(stack)));
    const parts = { kernel: [2, 6], recurrentKernel: [2, 6], bias: [2, 6] };
    const model = arrays(
      Object.fromEntries(
        ["encoder.0", "encoder.1", "decoder.0", "decoder.1"].flatMap((layer) =>
          Object.entries(parts).map(([part, shape]) => [`${layer}.${part}`, shape]),
        ),
      ),
    );
    expect(origins(importKerasWeights(file, shapesOf(model)), file)).toMatchObject({
      "encoder.0.kernel": "encoder_0/gru_cell/kernel",
      "encoder.1.bias": "encoder_2/gru_cell/bias",
      "decoder.0.recurrentKernel": "decoder_0/gru_cell/recurrent_kernel",
      "decoder.1.kernel": "decoder_10/gru_cell/kernel",
    });
  });

  it("reads the names of whole models in the older .h5 format", () => {
    const file = arrays({
      "model_weights/dense/dense/bias:0": [3],
      "model_weights/dense/dense/kernel:0": [2, 3],
      "model_weights/lstm/lstm/lstm_cell/bias:0": [8],
      "model_weights/lstm/lstm/lstm_cell/kernel:0": [1, 8],
      "model_weights/lstm/lstm/lstm_cell/recurrent_kernel:0": [2, 8],
      "optimizer_weights/adam/lstm_kernel_momentum": [1, 8],
    });
    const model = arrays({
      "encoder.0.kernel": [1, 8],
      "encoder.0.recurrentKernel": [2, 8],
      "encoder.0.bias": [8],
      "output.kernel": [2, 3],
      "output.bias": [3],
    });
    expect(origins(importKerasWeights(file, shapesOf(model)), file)).toEqual({
      "encoder.0.kernel": "model_weights/lstm/lstm/lstm_cell/kernel:0",
      "encoder.0.recurrentKernel": "model_weights/lstm/lstm/lstm_cell/recurrent_kernel:0",
      "encoder.0.bias": "model_weights/lstm/lstm/lstm_cell/bias:0",
      "output.kernel": "model_weights/dense/dense/kernel:0",
      "output.bias": "model_weights/dense/dense/bias:0",
    });
  });

  it("takes the names it is given, also of weights that stand by themselves", () => {
    const file = arrays({ "layers/a/vars/0": [2, 3], "layers/b/vars/0": [2, 3], extra: [4] });
    const model = arrays({ "one.kernel": [2, 3], "two.kernel": [2, 3], "attention.energy": [4] });
    const layers = { one: "layers/b", "attention.energy": "extra" };
    expect(origins(importKerasWeights(file, shapesOf(model), { layers }), file)).toEqual({
      "one.kernel": "layers/b/vars/0",
      "two.kernel": "layers/a/vars/0",
      "attention.energy": "extra",
    });
  });

  it("fills a missing bias with zeros and passes over the state of optimizer and dropout", () => {
    const file = arrays({
      "layers/dense/vars/0": [2, 3],
      "layers/dropout/seed_generator/vars/0": [2],
      "optimizer/vars/1": [2, 3],
    });
    const shapes = shapesOf(arrays({ "output.kernel": [2, 3], "output.bias": [3] }));
    expect(importKerasWeights(file, shapes).get("output.bias")?.values).toEqual(
      new Float32Array(3),
    );
  });

  it("says which weight is missing, left over or of another shape", () => {
    const without = (name: string) => new Map([...FILE].filter(([key]) => key !== name));
    const importing =
      (file: NamedWeights, options = {}) =>
      () =>
        importKerasWeights(file, shapesOf(MODEL), options);
    expect(importing(without("layers/lstm/cell/vars/0"))).toThrow(
      'Cannot load Keras weights: "decoder.0.kernel" is missing, got nothing for it at "layers/lstm"',
    );
    const extra = new Map([...FILE, ...arrays({ "layers/layer_normalization/gamma": [4] })]);
    expect(importing(extra)).toThrow(
      'Cannot load Keras weights: the model must have a place for every array, got "layers/layer_normalization/gamma"',
    );
    expect(importing(extra, { unused: "ignore" })).not.toThrow();
    const reshaped = new Map([...FILE, ...arrays({ "layers/lstm/cell/vars/2": [2, 12] })]);
    expect(importing(reshaped)).toThrow(
      'Cannot load Keras weights: "decoder.0.bias" must have shape [16], got [2, 12] from "layers/lstm/cell/vars/2"',
    );
  });

  it("says when layers cannot be told apart, or are none of the model's", () => {
    const more = new Map([...FILE, ...arrays({ "layers/dense/vars/0": [4, 9] })]);
    expect(() => importKerasWeights(more, shapesOf(MODEL))).toThrow(
      "Cannot load Keras weights: the file must have one dense layer for each of output, got layers/time_distributed, layers/dense; say in layers which is which",
    );
    expect(() =>
      importKerasWeights(FILE, shapesOf(MODEL), { layers: { "encoder.1": "layers/lstm" } }),
    ).toThrow(/layers must be of encoder.embeddings, encoder.0, .*, got "encoder.1"/);
  });
});

describe("exportKerasWeights", () => {
  it("is the inverse of importing, by Keras's own paths", () => {
    const exported = exportKerasWeights(MODEL, {
      layers: { "encoder.0": "reader", output: "time_distributed/dense" },
    });
    expect([...exported.keys()]).toEqual([
      "encoder_embeddings/embeddings",
      "reader/forward_lstm/lstm_cell/kernel",
      "reader/forward_lstm/lstm_cell/recurrent_kernel",
      "reader/forward_lstm/lstm_cell/bias",
      "reader/backward_lstm/lstm_cell/kernel",
      "reader/backward_lstm/lstm_cell/recurrent_kernel",
      "reader/backward_lstm/lstm_cell/bias",
      "decoder_embeddings/embeddings",
      "decoder_0/lstm_cell/kernel",
      "decoder_0/lstm_cell/recurrent_kernel",
      "decoder_0/lstm_cell/bias",
      "time_distributed/dense/kernel",
      "time_distributed/dense/bias",
    ]);
    expect(importKerasWeights(exported, shapesOf(MODEL))).toEqual(MODEL);
  });

  it("refuses layers that the model or Keras does not have", () => {
    expect(() => exportKerasWeights(MODEL, { layers: { encoder: "lstm" } })).toThrow(
      /^Cannot write weights: layers must be of encoder.embeddings, encoder.0, .*, got "encoder"$/,
    );
    const normalised = arrays({ "encoder.0.kernel": [2, 4], "encoder.0.cellScale": [1] });
    expect(() => exportKerasWeights(normalised)).toThrow(
      'Cannot exchange weights: Keras and PyTorch have no layer-normalised LSTM, got "encoder.0.cellScale"',
    );
  });
});
