import { describe, expect, it } from "vitest";
import { z } from "zod";
import { completeEncoderDecoderConfig } from "../model/complete-config.ts";
import { encoderDecoderConfigOf, type ModelSettings, modelSettings } from "./model-settings.ts";
import { checkSettings, settingsOf } from "./settings.ts";
import { codecSettingsOf, type TextSettings, textSettings } from "./text-settings.ts";

const MODEL: ModelSettings = {
  cell: "lstm",
  embeddingSize: 8,
  embeddingLimit: 1,
  uniformLimit: 0.06,
  forgetBias: 0.5,
  units: 6,
  layers: 2,
  direction: "concatenate",
  attention: "general",
  feeding: "none",
  tiedEmbeddings: "none",
  dropout: 0.2,
  recurrentDropout: 0.1,
};
const SIZES = { source: 20, target: 30 };

describe("model settings", () => {
  const schema = z.strictObject({ model: z.strictObject(modelSettings) });

  it("are flags with descriptions", () => {
    const settings = settingsOf(schema);
    expect(settings.map(({ path }) => path)).toEqual(
      Object.keys(MODEL).map((name) => `model.${name}`),
    );
    expect(settings.every(({ description }) => description.length > 0)).toBe(true);
    expect(checkSettings(schema, { model: MODEL })).toEqual({ model: MODEL });
  });

  it("become a configuration that the model accepts", () => {
    const config = completeEncoderDecoderConfig(encoderDecoderConfigOf(MODEL, SIZES));
    expect(config.source).toEqual({ kind: "tokens", vocabularySize: 20, embeddingSize: 8 });
    expect(config.encoder).toMatchObject({ units: 3, layers: 2, direction: "concatenate" });
    expect(config.decoder).toMatchObject({
      units: 6,
      dropout: { input: 0.2, between: 0.2, output: 0.2, recurrent: 0.1 },
    });
    expect(config.attention).toMatchObject({ score: "general", feeding: "none" });
    expect(config.initialization).toEqual({
      ...config.initialization,
      ...{ embeddingLimit: 1, forgetBias: 0.5 },
      ...{ kernel: "uniform", recurrentKernel: "uniform", uniformLimit: 0.06 },
    });
    const plain = encoderDecoderConfigOf(
      { ...MODEL, attention: "none", direction: "forward", uniformLimit: undefined },
      SIZES,
    );
    const complete = completeEncoderDecoderConfig(plain);
    expect(complete.attention).toBeUndefined();
    expect(complete.initialization).toMatchObject({
      kernel: "glorot",
      recurrentKernel: "orthogonal",
    });
    expect(plain.encoder.units).toBe(6);
  });

  it("refuse what does not fit together", () => {
    expect(() => encoderDecoderConfigOf({ ...MODEL, units: 7 }, SIZES)).toThrow(
      "Cannot use model.units: with model.direction concatenate it must be even, got 7",
    );
    const fed = { ...MODEL, attention: "none", feeding: "input" } as const;
    expect(() => encoderDecoderConfigOf(fed, SIZES)).toThrow(
      'Cannot use model.feeding: without attention it must be none, got "input"',
    );
  });
});

describe("text settings", () => {
  it("say whether a codec needs the pieces of dropout", () => {
    const text: TextSettings = {
      tokenizer: "bytePair",
      lowercase: false,
      sentenceCase: true,
      merges: 10,
      minimumCount: 1,
      maximumVocabulary: 100,
      pieceDropout: 0,
    };
    expect(checkSettings(z.strictObject(textSettings), text)).toEqual(text);
    expect(codecSettingsOf(text).pieceDropout).toBe(false);
    expect(codecSettingsOf({ ...text, pieceDropout: 0.1 }).pieceDropout).toBe(true);
  });
});
