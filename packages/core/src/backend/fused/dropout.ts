/** Dropout in one native call: its bits are made where they are used. */
import type { DropoutBits } from "../dropout-bits.ts";
import { tf } from "../tf.ts";
import { callNative } from "./native.ts";
import { isRecording, record, sharedTensor } from "./tape.ts";

/** `input` times the factors that the bits give, of the input's shape. */
export function fusedDropout(input: tf.Tensor, bits: DropoutBits): tf.Tensor {
  const settings = tf.tensor1d(settingsOf(bits), "int32");
  const dropped = run(input, settings);
  if (!isRecording()) {
    settings.dispose();
    return dropped;
  }
  const saved = [sharedTensor(settings)];
  settings.dispose();
  record({
    name: "EncdecDropout",
    inputs: { input },
    outputs: [dropped],
    saved,
    gradient: ([gradient]) => ({ input: run(gradient, saved[0]) }),
  });
  return dropped;
}

/** The factors alone, of a shape. */
export function fusedDropoutMask(shape: readonly number[], bits: DropoutBits): tf.Tensor {
  return tf.tidy(() => fusedDropout(tf.fill([...shape], 1), bits));
}

function run(input: tf.Tensor | null | undefined, settings: tf.Tensor | undefined): tf.Tensor {
  const [dropped] = callNative({
    operation: "EncdecDropout",
    inputs: [input, settings],
    outputCount: 1,
  }) as [tf.Tensor];
  return dropped;
}

/** The bits of key, threshold and scale, which the operation takes as three integers. */
function settingsOf({ key, threshold, scale }: DropoutBits): Int32Array {
  const settings = new Int32Array([key, threshold, 0]);
  new Float32Array(settings.buffer)[2] = scale;
  return settings;
}
