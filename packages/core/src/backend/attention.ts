/** Attention of a whole target sequence over its source. */
import type {
  AdditiveAttentionOptions,
  AttentionResult,
  CoverageAttentionOptions,
  CoverageAttentionResult,
  DotAttentionOptions,
} from "./attention-options.ts";
import {
  composedAdditiveAttention,
  composedCoverageAttention,
  composedDotAttention,
} from "./composed/attention.ts";
import { hasFusedKernels } from "./engine.ts";
import { fusedAttention, fusedCoverageAttention } from "./fused/attention.ts";
import { checkShape } from "./shapes.ts";

export type {
  AdditiveAttentionOptions,
  AttentionResult,
  CoverageAttentionOptions,
  CoverageAttentionResult,
  DotAttentionOptions,
} from "./attention-options.ts";

/**
 * Multiplicative attention.
 *
 * ```
 * weights_ts = softmax_s(scale * queries_t . keys_s)      context_t = sum_s weights_ts values_s
 * ```
 *
 * Source: Luong et al. 2015, https://arxiv.org/abs/1508.04025, section 3.1 (dot; general with projected queries).
 *
 * @throws {RangeError} If a shape does not fit.
 *
 * @example
 * ```ts
 * import { dotAttention, loadEngine, tf } from "@encdec/core";
 * import { assert } from "vitest";
 *
 * await loadEngine();
 * tf.tidy(() => {
 *   const { context, weights } = dotAttention({
 *     queries: tf.ones([2, 5, 4]),
 *     keys: tf.ones([2, 3, 4]),
 *     values: tf.ones([2, 3, 6]),
 *     mask: tf.tensor2d([[1, 1, 0], [1, 1, 1]]),
 *   });
 *   assert.deepEqual(context.shape, [2, 5, 6]);
 *   assert.deepEqual([...weights.dataSync()].slice(0, 3), [0.5, 0.5, 0]);
 * });
 * ```
 */
export function dotAttention(options: DotAttentionOptions): AttentionResult {
  checkAttention(options);
  return hasFusedKernels() ? fusedAttention(options) : composedDotAttention(options);
}

/**
 * Additive attention; the `[targetLength, sourceLength, size]` sums are not kept where the engine has kernels.
 *
 * ```
 * weights_ts = softmax_s(energy . tanh(queries_t + keys_s + bias))      context_t = sum_s weights_ts values_s
 * ```
 *
 * Source: Bahdanau et al. 2015, https://arxiv.org/abs/1409.0473, appendix A.1.2.
 *
 * @throws {RangeError} If a shape does not fit.
 *
 * @example
 * ```ts
 * import { additiveAttention, loadEngine, tf } from "@encdec/core";
 * import { assert } from "vitest";
 *
 * await loadEngine();
 * tf.tidy(() => {
 *   const { context } = additiveAttention({
 *     queries: tf.ones([2, 5, 4]),
 *     keys: tf.ones([2, 3, 4]),
 *     values: tf.ones([2, 3, 6]),
 *     energy: tf.ones([4]),
 *   });
 *   assert.deepEqual(context.shape, [2, 5, 6]);
 * });
 * ```
 */
export function additiveAttention(options: AdditiveAttentionOptions): AttentionResult {
  const size = options.queries.shape[2];
  checkAttention(options, { energy: [options.energy, [size]], bias: [options.bias, [size]] });
  return hasFusedKernels() ? fusedAttention(options) : composedAdditiveAttention(options);
}

/**
 * Additive attention whose looks come one after the other and know what was looked at before.
 *
 * ```
 * coverage_t = coverage + sum of weights_i over i < t
 * weights_ts = softmax_s(energy . tanh(queries_t + keys_s + bias + coverage_ts * coverageKernel))
 * ```
 *
 * Source: See et al. 2017, https://arxiv.org/abs/1704.04368, eq. 10 and 11.
 *
 * @throws {RangeError} If a shape does not fit.
 */
export function coverageAttention(options: CoverageAttentionOptions): CoverageAttentionResult {
  const { queries, keys, energy, bias, coverage, coverageKernel } = options;
  const [batch, , size] = queries.shape;
  checkAttention(options, {
    energy: [energy, [size]],
    bias: [bias, [size]],
    coverage: [coverage, [batch, keys.shape[1] ?? 0]],
    coverageKernel: [coverageKernel, [size]],
  });
  return hasFusedKernels() ? fusedCoverageAttention(options) : composedCoverageAttention(options);
}

function checkAttention(
  { queries, keys, values, mask }: DotAttentionOptions,
  more: Parameters<typeof checkShape>[1] = {},
): void {
  if (queries.shape.length !== 3 || queries.size === 0) {
    throw new RangeError(
      `Cannot run attention: queries must have 3 axes, none of them empty, got [${queries.shape.join(", ")}]`,
    );
  }
  const [batch, , size] = queries.shape;
  const [, sourceLength = 0] = keys.shape;
  checkShape("attention", {
    keys: [keys, [batch, sourceLength, size]],
    values: [values, [batch, sourceLength, values.shape[2] ?? 0]],
    mask: [mask, [batch, sourceLength]],
    ...more,
  });
}
