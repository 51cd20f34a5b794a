/** Settings of small models in which every pair of choices occurs. */
import type { EncoderDecoderConfig } from "../src/model/config.ts";
import { TOKENS_CONFIG } from "./token-subject.ts";

/** What each choice may be. */
export const CHOICES = {
  cell: ["lstm", "gru", "layerNormLstm"],
  score: ["none", "additive", "dot", "general", "concat", "scaled"],
  feeding: ["none", "input", "context"],
  direction: ["forward", "concatenate", "sum", "average"],
  layers: ["1/1", "2/2", "1/2", "2/1"],
} as const;

/** One of each choice; `layers` of the encoder and of the decoder. */
export type Architecture = {
  readonly [Choice in keyof typeof CHOICES]: (typeof CHOICES)[Choice][number];
};

const ROWS: readonly (readonly [
  Architecture["cell"],
  Architecture["score"],
  Architecture["feeding"],
  Architecture["direction"],
  Architecture["layers"],
])[] = [
  ["lstm", "none", "none", "concatenate", "2/2"],
  ["gru", "none", "none", "forward", "1/2"],
  ["gru", "none", "none", "sum", "2/1"],
  ["layerNormLstm", "none", "none", "average", "1/1"],
  ["lstm", "additive", "none", "average", "2/2"],
  ["lstm", "additive", "input", "sum", "1/1"],
  ["gru", "additive", "context", "forward", "2/1"],
  ["layerNormLstm", "additive", "input", "concatenate", "1/2"],
  ["lstm", "dot", "context", "average", "2/1"],
  ["lstm", "dot", "context", "concatenate", "1/2"],
  ["gru", "dot", "none", "sum", "2/2"],
  ["layerNormLstm", "dot", "input", "forward", "1/1"],
  ["lstm", "general", "context", "forward", "1/1"],
  ["lstm", "general", "input", "concatenate", "1/2"],
  ["gru", "general", "input", "average", "2/2"],
  ["layerNormLstm", "general", "none", "sum", "2/1"],
  ["lstm", "concat", "input", "sum", "1/1"],
  ["lstm", "concat", "none", "average", "1/2"],
  ["gru", "concat", "context", "concatenate", "2/1"],
  ["layerNormLstm", "concat", "context", "forward", "2/2"],
  ["lstm", "scaled", "context", "sum", "1/2"],
  ["lstm", "scaled", "none", "forward", "2/2"],
  ["gru", "scaled", "none", "concatenate", "1/1"],
  ["layerNormLstm", "scaled", "input", "average", "2/1"],
];

/** As few as there can be. */
export const ARCHITECTURES: readonly Architecture[] = ROWS.map(
  ([cell, score, feeding, direction, layers]) => ({ cell, score, feeding, direction, layers }),
);

/** Settings of a model over tokens with 12 units. */
export function architectureConfig(architecture: Architecture): EncoderDecoderConfig {
  const { cell, score, feeding, direction } = architecture;
  const [encoderLayers, decoderLayers] = architecture.layers.split("/").map(Number);
  const isDouble = direction === "concatenate";
  return {
    source: TOKENS_CONFIG,
    target: TOKENS_CONFIG,
    encoder: { cell, units: isDouble ? 6 : 12, layers: encoderLayers, direction },
    decoder: { cell, units: 12, layers: decoderLayers },
    ...(score !== "none" && { attention: { score, feeding } }),
  };
}
