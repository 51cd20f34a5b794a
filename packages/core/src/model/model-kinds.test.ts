/** Every kind of input, output and bridge that models have, each beside the plain one. */
import { beforeAll, describe, expect, it } from "vitest";
import { architectureConfig } from "../../test/architectures.ts";
import { EXAMINATION_MS, examine, sampled } from "../../test/examine.ts";
import {
  ORDERS,
  pointerSubject,
  REVERSED_PADDED,
  repeatVectorSubject,
  repeatVectorTokensSubject,
  vectorSubject,
  WAVES,
} from "../../test/other-subjects.ts";
import { TARGETS, TOKENS_CONFIG, tokenSubject } from "../../test/token-subject.ts";
import { loadEngine } from "../backend/engine.ts";
import type { EncoderDecoderConfig, PointerNetworkConfig, RepeatVectorConfig } from "./config.ts";

beforeAll(() => loadEngine());

const CHECKS = "learns by heart, right gradients, padding without effect, saved bit by bit";
const PLAIN = architectureConfig({
  cell: "lstm",
  score: "additive",
  feeding: "none",
  direction: "forward",
  layers: "1/1",
});
const WIDE = { ...TOKENS_CONFIG, embeddingSize: 12 };
const FEW = { ...TOKENS_CONFIG, vocabularySize: 7 };
const ONE_HOT = { kind: "oneHot", vocabularySize: 10 } as const;

describe("tokens", () => {
  it.each(
    sampled<[string, Partial<EncoderDecoderConfig>]>([
      ["one-hot", { source: ONE_HOT, target: ONE_HOT }],
      ["embeddings of source and target are one", { tiedEmbeddings: "sourceTarget" }],
      [
        "embeddings are the output's",
        { target: WIDE, tiedEmbeddings: "output", outputBias: false },
      ],
      ["all embeddings are one", { source: WIDE, target: WIDE, tiedEmbeddings: "all" }],
      [
        "one stack reads and writes",
        {
          attention: undefined,
          encoder: { units: 12, layers: 2 },
          decoder: { units: 12, layers: 2 },
          tiedEmbeddings: "sourceTarget",
          tiedStacks: true,
        },
      ],
      ["one stack looks back", { tiedStacks: true }],
      ["copies of unknown words", { target: FEW, copy: {} }],
      ["copies with coverage", { target: FEW, copy: { coverage: true } }],
      [
        "copies with coverage and input feeding",
        {
          target: FEW,
          attention: { score: "concat", feeding: "input" },
          copy: { coverage: true, coverageWeight: 0.5 },
        },
      ],
      [
        "copies with coverage and context feeding",
        {
          target: FEW,
          attention: { score: "additive", feeding: "context" },
          copy: { coverage: true },
        },
      ],
      ["a zero bridge", { bridge: "zero" }],
      [
        "the last state for every layer, from GRU to LSTM",
        { bridge: "last", encoder: { units: 12, cell: "gru" }, decoder: { units: 12, layers: 2 } },
      ],
      [
        "the encoding with every step, reset gate before the product",
        {
          encoder: { units: 12, cell: "gru", resetAfter: false },
          decoder: { units: 12, cell: "gru", resetAfter: false, readsEncoding: true },
        },
      ],
      [
        "maxout units over attention",
        {
          attention: { score: "additive", feeding: "context" },
          decoder: { units: 12, maxoutUnits: 9 },
        },
      ],
      [
        "maxout units over the encoding, tied",
        {
          attention: undefined,
          decoder: { units: 12, readsEncoding: true, maxoutUnits: 10 },
          target: { ...TOKENS_CONFIG, embeddingSize: 10 },
          tiedEmbeddings: "output",
        },
      ],
      [
        "residual layers",
        {
          encoder: { units: 12, layers: 2, residual: true },
          decoder: { units: 12, layers: 2, residual: true },
        },
      ],
    ]),
  )(
    `%s: ${CHECKS}`,
    async (_, settings) => {
      const config = { ...PLAIN, ...settings };
      // The end token looks at a token that was looked at before: a coverage loss of 1 for each of 20 examples.
      const { coverage, coverageWeight = 1 } = config.copy ?? {};
      const below = coverage ? 20 * coverageWeight + 1 : 1;
      // Attention that hardly differs from step to step lies at the kinks of min(attention, coverage): that loss is held to PyTorch's gradients.
      const smooth = coverage ? { ...config, copy: { coverage, coverageWeight: 1e-9 } } : config;
      await examine<EncoderDecoderConfig>({
        config,
        smooth,
        make: tokenSubject,
        below,
        check: (written) => expect(written).toEqual(TARGETS),
      });
    },
    EXAMINATION_MS,
  );
});

describe("vectors and positions", () => {
  const numbers = { kind: "vectors", features: 1 } as const;
  const waves = { kind: "vectors", features: 2 } as const;
  const stack = { units: 12 };

  it.each(
    sampled<[string, Partial<EncoderDecoderConfig>]>([
      ["without attention", {}],
      ["with attention", { attention: { score: "general" } }],
      ["with input feeding", { attention: { score: "additive", feeding: "input" } }],
    ]),
  )(
    `vectors to vectors %s: ${CHECKS}`,
    async (_, settings) => {
      const config = {
        source: numbers,
        target: waves,
        encoder: stack,
        decoder: stack,
        ...settings,
      };
      await examine<EncoderDecoderConfig>({
        config,
        make: vectorSubject,
        below: 0.005,
        steps: 800,
        check: (written) => expectNear(written, WAVES),
      });
    },
    EXAMINATION_MS,
  );

  it.each(
    sampled<[string, RepeatVectorConfig]>([
      [
        "one layer",
        { source: numbers, target: waves, outputLength: 3, encoder: stack, decoder: stack },
      ],
      [
        "two directions and layers of GRU",
        {
          source: numbers,
          target: waves,
          outputLength: 3,
          encoder: { units: 6, cell: "gru", direction: "concatenate", layers: 2 },
          decoder: { units: 6, cell: "gru", direction: "average", layers: 2 },
        },
      ],
    ]),
  )(
    `repeat vector, %s: ${CHECKS}`,
    async (_, config) => {
      await examine({
        config,
        make: repeatVectorSubject,
        below: 0.005,
        steps: 800,
        check: (written) => expectNear(written, WAVES),
      });
    },
    EXAMINATION_MS,
  );

  it(
    `repeat vector of tokens: ${CHECKS}`,
    async () => {
      const config: RepeatVectorConfig = {
        source: TOKENS_CONFIG,
        target: { kind: "tokens", vocabularySize: 10 },
        outputLength: 4,
        encoder: { units: 12, cell: "layerNormLstm" },
        decoder: { units: 12, cell: "layerNormLstm" },
      };
      await examine({
        config,
        make: repeatVectorTokensSubject,
        below: 1,
        check: (written) => expect(written).toEqual(REVERSED_PADDED),
      });
    },
    EXAMINATION_MS,
  );

  it.each(
    sampled<[string, PointerNetworkConfig]>([
      ["LSTM", { source: numbers, encoder: { units: 20 }, decoder: { units: 20 } }],
      [
        "two directions of GRU, each position once",
        {
          source: numbers,
          encoder: { units: 6, cell: "gru", direction: "concatenate" },
          decoder: { units: 12, cell: "gru" },
          maskUsed: true,
        },
      ],
    ]),
  )(
    `pointer network, %s: ${CHECKS}`,
    async (_, config) => {
      await examine({
        config,
        make: pointerSubject,
        below: 1,
        steps: 1200,
        check: (written) => expect(written).toEqual(ORDERS),
      });
    },
    EXAMINATION_MS,
  );
});

function expectNear(written: unknown, expected: readonly (readonly (readonly number[])[])[]): void {
  const values = (written as number[][][]).flat(2);
  for (const [index, value] of expected.flat(2).entries()) {
    expect(Math.abs((values[index] ?? Number.NaN) - value)).toBeLessThan(0.15);
  }
}
