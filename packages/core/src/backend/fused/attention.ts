/** Attention of a whole target sequence in one native call. */
import type {
  AdditiveAttentionOptions,
  AttentionResult,
  CoverageAttentionOptions,
  CoverageAttentionResult,
  DotAttentionOptions,
} from "../attention-options.ts";
import type { tf } from "../tf.ts";
import { callNative } from "./native.ts";
import { isRecording, record, sharedTensor } from "./tape.ts";

/** Either form: with `energy` it is additive, else multiplicative. */
export type FusedAttentionOptions = DotAttentionOptions & Partial<AdditiveAttentionOptions>;

/**
 * Runs multiplicative or additive attention.
 *
 * @throws {Error} If a shape does not fit: "Cannot run EncdecAttention: ...".
 */
export function fusedAttention(options: FusedAttentionOptions): AttentionResult {
  const { context, weights, coverage } = attention(options);
  coverage.dispose();
  return { context, weights };
}

/**
 * Runs additive attention with coverage; the looks of a source follow one another within the call.
 *
 * @throws {Error} If a shape does not fit: "Cannot run EncdecAttention: ...".
 */
export function fusedCoverageAttention(options: CoverageAttentionOptions): CoverageAttentionResult {
  return attention(options);
}

const INPUTS = [
  "queries",
  "keys",
  "values",
  "mask",
  "energy",
  "bias",
  "coverage",
  "coverageKernel",
] as const;
const DIFFERENTIABLE = INPUTS.filter((name) => name !== "mask");

type Options = FusedAttentionOptions & Partial<CoverageAttentionOptions>;

/** The coverage is empty where there is no coverage kernel. */
function attention({ scale = 1, ...tensors }: Options): CoverageAttentionResult {
  const attributes = { scale: { float: scale } };
  const inputs = INPUTS.map((name) => tensors[name]);
  const [context, weights, coverage] = callNative({
    operation: "EncdecAttention",
    attributes,
    inputs,
    outputCount: 3,
  }) as [tf.Tensor3D, tf.Tensor3D, tf.Tensor3D];
  const result = { context, weights, coverage };
  if (!isRecording()) return result;

  const saved = [...inputs, weights, coverage].map((tensor) => sharedTensor(tensor));
  record({
    name: "EncdecAttention",
    inputs: Object.fromEntries(DIFFERENTIABLE.map((name) => [name, tensors[name]])),
    outputs: [context, weights, coverage],
    saved,
    gradient: (outputGradients) => {
      const gradients = callNative({
        operation: "EncdecAttentionGrad",
        attributes,
        inputs: [...saved, ...outputGradients],
        outputCount: DIFFERENTIABLE.length,
      });
      return Object.fromEntries(DIFFERENTIABLE.map((name, index) => [name, gradients[index]]));
    },
  });
  return result;
}
