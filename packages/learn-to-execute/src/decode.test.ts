import { loadEngine, Random } from "@encdec/core";
import { beforeAll, expect, it } from "vitest";
import type { RunConfig } from "./config.ts";
import { type ExecutionAttention, Executor } from "./decode.ts";
import { CharacterEncoder } from "./encode.ts";
import { INPUT_SCHEMES, type InputScheme } from "./input-schemes.ts";
import { buildModel } from "./model.ts";
import { presets } from "./presets.ts";

const { tiny } = presets;

beforeAll(() => loadEngine());

/** What a model with the same weights each time looks at in the text, which is read by a scheme. */
async function attentionOf(scheme: InputScheme, source: string): Promise<ExecutionAttention> {
  const config: RunConfig = {
    ...tiny,
    data: { ...tiny.data, from: "copy", scheme },
    model: { ...tiny.model, units: 8, attention: "general" },
    dataFingerprint: "",
    checksums: {},
    madeWith: { encdec: "", node: "", engine: "" },
  };
  const encoder = new CharacterEncoder(scheme);
  const model = buildModel(config.model, encoder.vocabulary.size, Random.fromSeed(1));
  const executor = new Executor(config, encoder, model);
  const [execution] = await executor.predict([source], { attention: true });
  executor.dispose();
  if (!execution?.attention) throw new Error("Cannot test: the model must have attention");
  return execution.attention;
}

it("shows attention in the order in which people read", async () => {
  const sources = await Promise.all(INPUT_SCHEMES.map((scheme) => attentionOf(scheme, "123")));
  expect(sources.map(({ source }) => source.join(""))).toEqual([
    "123",
    "123;123",
    "123",
    "123;123",
  ]);
  const forwards = await attentionOf("plain", "321");
  const backwards = await attentionOf("reversed", "123");
  expect(new Set(forwards.weights.flat()).size).toBeGreaterThan(3);
  expect(backwards.weights).toEqual(forwards.weights.map((row) => row.toReversed()));
});
