/**
 * Runs the Python of the documents: weights go from PyTorch and Keras to here and back. `ENCDEC_PYTHON` names a Python that has torch or
 * keras, and safetensors; with the python3 of the machine the tests are skipped where it has not.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { EncoderDecoder, loadEngine, Random, tf } from "../packages/core/src/index.ts";
import * as persistence from "../packages/core/src/persistence/index.ts";
import { runQuietly } from "./child.mjs";
import { codeBlocks, readDocuments } from "./documents.ts";
import { PYTHON } from "./reader.ts";

const blocks = readDocuments().flatMap(({ path, text }) =>
  codeBlocks(text)
    .filter(({ language }) => language === "python")
    .map(({ code }) => ({ path, code })),
);

const SIZES = { vocabularySize: 9, embeddingSize: 4 } as const;
const UNITS = 6;
const SOURCE = [[5, 4, 8]];
const TARGET = [[2, 4, 5, 3]];

/** Defines `model` with the names that weights have here, and `answer()`, its logits for SOURCE and TARGET. */
const PROGRAMS = {
  torch: `
import sys, json, torch
from torch import nn
torch.manual_seed(int(sys.argv[1]))
class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder_embeddings, self.decoder_embeddings = nn.Embedding(9, 4), nn.Embedding(9, 4)
        self.encoder, self.decoder = nn.LSTM(4, 6, batch_first=True), nn.LSTM(4, 6, batch_first=True)
        self.output = nn.Linear(6, 9)
    def forward(self, source, target):
        _, states = self.encoder(self.encoder_embeddings(source))
        return self.output(self.decoder(self.decoder_embeddings(target), states)[0])
model = Model()
def answer(source, target):
    return model(torch.tensor(source), torch.tensor(target)).tolist()
`,
  keras: `
import os, sys, json
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import keras, numpy
from keras import layers
keras.utils.set_random_seed(int(sys.argv[1]))
source, target = keras.Input((None,), dtype="int32"), keras.Input((None,), dtype="int32")
read = layers.Embedding(9, 4, name="encoder_embeddings")(source)
_, *states = layers.LSTM(6, return_state=True, name="encoder_0")(read)
written = layers.Embedding(9, 4, name="decoder_embeddings")(target)
outputs = layers.LSTM(6, return_sequences=True, name="decoder_0")(written, initial_state=states)
model = keras.Model([source, target], layers.Dense(9, name="output")(outputs))
def answer(source, target):
    return model.predict([numpy.array(source), numpy.array(target)], verbose=0).tolist()
`,
} as const;

/** How arrays of each are read and written here. */
const FORMATS = {
  torch: [persistence.importPyTorchWeights, persistence.exportPyTorchWeights],
  keras: [persistence.importKerasWeights, persistence.exportKerasWeights],
} as const;

describe("the Python of the documents", () => {
  it("can be read by Python", async ({ skip }) => {
    if ((await runQuietly(PYTHON, ["--version"])).exitCode !== 0) skip(`${PYTHON} is missing`);
    for (const { path, code } of blocks) {
      const program = "import ast, sys; ast.parse(sys.argv[1])";
      const { exitCode, output } = await runQuietly(PYTHON, ["-c", program, code]);
      expect(exitCode, `${path}\n${output}`).toBe(0);
    }
  });

  it("saves and loads weights", () => {
    expect(blocks.map(({ code }) => /save_file|load_file/.exec(code)?.[0])).toEqual([
      ...["save_file", "save_file", "load_file", "load_file"],
    ]);
  });
});

describe.each(["torch", "keras"] as const)("weights of %s", (framework) => {
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "encdec-python-"));
    await loadEngine();
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** Runs the model's program, then a block of the documents between what it answers before and after. */
  async function answers(
    seed: number,
    find: RegExp,
  ): Promise<{ before: number[]; after: number[] }> {
    const { code = "" } = blocks.find(({ code }) => find.test(code)) ?? {};
    const [source, target] = [SOURCE, TARGET.map((ids) => ids.slice(0, -1))].map((ids) =>
      JSON.stringify(ids),
    );
    const asked = `answer(${source}, ${target})`;
    const lines = [PROGRAMS[framework], `before = ${asked}`, code, `after = ${asked}`];
    const program = [...lines, "print(json.dumps(dict(before=before, after=after)))"].join("\n");
    const args = ["-c", program, String(seed)];
    const { exitCode, stdout, output } = await runQuietly(PYTHON, args, { cwd: folder });
    expect(exitCode, output).toBe(0);
    const { before, after } = JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
    return { before: before.flat(2), after: after.flat(2) };
  }

  it("come here and go back as the documents say", { timeout: 120_000 }, async ({ skip }) => {
    const needed = ["-c", `import ${framework}, safetensors`];
    if ((await runQuietly(PYTHON, needed)).exitCode !== 0) {
      skip(`${PYTHON} has no ${framework} and safetensors; ENCDEC_PYTHON names another`);
    }
    const isOurs =
      framework === "torch" ? "model\\.(state_dict|load_state_dict)" : "model\\.weights";
    const saved = await answers(1, new RegExp(`save_file[^]*${isOurs}`));

    const random = Random.fromSeed(1);
    const tokens = { kind: "tokens", ...SIZES } as const;
    const sides = { source: tokens, target: tokens };
    const config = { ...sides, encoder: { units: UNITS }, decoder: { units: UNITS } };
    const model = new EncoderDecoder(config, () => random.uniform());
    const [importWeights, exportWeights] = FORMATS[framework];
    const path = join(folder, "model.safetensors");
    const file = await persistence.readWeightFile(path);
    model.parameters.write(importWeights(file, model.parameters.shapes));
    const here = tf.tidy(() => {
      const [source, target] = [SOURCE, TARGET].map((ids) => ({
        ids: tf.tensor2d(ids, [1, ids[0]?.length ?? 0], "int32"),
      }));
      return [...model.logits({ source, target } as never).dataSync()];
    });
    writeFileSync(path, persistence.encodeSafetensors(exportWeights(model.parameters.read())));
    model.dispose();

    const loaded = await answers(2, new RegExp(`load_file[^]*${isOurs}`));
    for (const answer of [here, loaded.after]) {
      expect(answer).toHaveLength(saved.after.length);
      const errors = answer.map((logit, index) => Math.abs(logit - (saved.after[index] ?? NaN)));
      expect(Math.max(...errors)).toBeLessThan(1e-5);
    }
    expect(loaded.before).not.toEqual(loaded.after);
  });
});
