/** Pointer networks: the output is an order of the input. */
import type { PointerNetworkConfig } from "../config.ts";
import { type PaperOptions, scaledBy } from "./paper-options.ts";

/** Options of {@link vinyals2015}. */
export interface Vinyals2015Options extends PaperOptions {
  /** Numbers in each input vector: 2 for points of the plane. @default 2 */
  readonly features?: number | undefined;
}

/**
 * Vinyals et al. 2015: an LSTM layer of 512 cells on each side (there 256 or 512), over points of the plane.
 *
 * Trained there by gradient descent (learning rate 1) on 128 examples at a time, gradients clipped to norm 2.
 *
 * Source: Vinyals, Fortunato and Jaitly 2015, https://arxiv.org/abs/1506.03134, sections 2.3 and 4.1.
 *
 * @throws {RangeError} If `scale` is not above 0.
 *
 * @example
 * ```ts
 * import { vinyals2015 } from "@encdec/core";
 * import { assert } from "vitest";
 *
 * assert.equal(vinyals2015({ scale: 0.5 }).encoder.units, 256);
 * ```
 */
export function vinyals2015(options: Vinyals2015Options = {}): PointerNetworkConfig {
  const { features = 2 } = options;
  const units = scaledBy(options.scale)(512);
  return {
    source: { kind: "vectors", features },
    encoder: { units },
    decoder: { units },
    attentionUnits: units,
    bridge: "pass",
    initialization: {
      kernel: "uniform",
      recurrentKernel: "uniform",
      uniformLimit: 0.08,
      forgetBias: 0,
    },
  };
}
