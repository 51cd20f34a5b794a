/** Windows to parameters of the forecast: the network between what is taken out of a window and put back. */
import {
  type EncoderDecoder,
  type EncoderRunOptions,
  type NamedVariables,
  type Parameters,
  type RecurrentState,
  RepeatVectorModel,
  rollOut,
  tf,
} from "@encdec/core";
import type { WindowTensors } from "./batch-tensors.ts";
import type { ForecastConfig } from "./config.ts";
import { middlePlace, parameterCount, parametersOf } from "./distribution.ts";
import { LinearSkip } from "./linear-skip.ts";
import type { FeatureSizes } from "./window-rows.ts";

type Settings = Pick<ForecastConfig, "model" | "distribution" | "window">;

/** Not 0, so that gradients reach what lies below. */
const SILENT = 0.01;

/** The recurrent network and the linear path beside it. */
export class ForecastModel {
  readonly network: RepeatVectorModel | EncoderDecoder;
  readonly #settings: Settings;
  readonly #sizes: FeatureSizes;
  readonly #skip: LinearSkip | undefined;

  /** @param network Reads and writes patches of the rows that {@link networkSizes} counts. */
  constructor(
    settings: Settings,
    sizes: FeatureSizes,
    network: RepeatVectorModel | EncoderDecoder,
  ) {
    this.network = network;
    this.#settings = settings;
    this.#sizes = sizes;
    const { linearSkip: sharing, linearWeights } = settings.model;
    if (sharing !== "none") {
      const { lookback, horizon } = settings.window;
      this.#skip = new LinearSkip(network.parameters, {
        ...{ sharing, lookback, horizon },
        variables: sizes.targets,
        isFixed: linearWeights === "ridge",
        endsInZero: settings.model.instanceNormalization === "last",
      });
    }
  }

  get parameters(): Parameters {
    return this.network.parameters;
  }

  /** The weights that training moves: all but those of a fixed linear path. What is read and written is all of them. */
  get trained(): NamedVariables {
    const { parameters } = this;
    const fixed = this.#skip?.fixedWeight;
    if (!fixed) return parameters;
    const kept = [...parameters.shapes].map(([name]) => name !== fixed);
    return {
      variables: parameters.variables.filter((_, index) => kept[index]),
      shapes: new Map([...parameters.shapes].filter(([name]) => name !== fixed)),
      read: () => parameters.read(),
      write: (weights) => parameters.write(weights),
    };
  }

  /**
   * Begins as a linear model: sets the linear path, and silences what the network adds until it has learnt something.
   *
   * @param kernels Of each kernel of the path, `[lookback, horizon]`.
   */
  startLinear(kernels: readonly ArrayLike<number>[]): void {
    this.#skip?.set(kernels);
    const output = this.parameters.read().get("output.kernel");
    if (!output) return;
    const silent = { ...output, values: output.values.map((value) => SILENT * value) };
    this.parameters.write(new Map([...this.parameters.read(), ["output.kernel", silent]]));
  }

  /**
   * Parameters of the distributions of all values, `[rows, horizon, variables, parameters]`, in scaled units.
   *
   * @param options With `seeds` as in training: values are dropped, and true values may be read.
   */
  run(windows: WindowTensors, options: EncoderRunOptions = {}): tf.Tensor4D {
    const { past, center, deviation } = windows;
    const shift = this.#skip?.run(lastSteps(past, this.#settings.window.lookback));
    const written = this.#write(windows, { ...options, shift });
    const { distribution } = this.#settings;
    return parametersOf(distribution, written, { shift, center, deviation }) as tf.Tensor4D;
  }

  /** Output of every layer by its name, for the windows' inputs. */
  layerOutputs(windows: WindowTensors): { readonly [name: string]: tf.Tensor } {
    const inputs = this.#inputs(windows);
    if (this.network instanceof RepeatVectorModel) {
      return this.network.layerOutputs({ values: inputs.at(-1) as tf.Tensor3D });
    }
    const values = withLastStep(this.#decoderInputs(windows, undefined));
    return this.network.layerOutputs({
      source: { values: inputs.at(-1) as tf.Tensor3D },
      target: { values },
    });
  }

  dispose(): void {
    this.network.dispose();
  }

  /** What the network writes, `[rows, horizon, variables, parameters]`. */
  #write(
    windows: WindowTensors,
    options: EncoderRunOptions & { readonly shift: tf.Tensor4D | undefined },
  ): tf.Tensor4D {
    const { patchLength } = this.#settings.model;
    const { horizon } = this.#settings.window;
    const parameters = parameterCount(this.#settings.distribution);
    const pieces = this.#inputs(windows);
    const initialStates = this.#carriedStates(pieces.slice(0, -1));
    const values = pieces.at(-1) as tf.Tensor3D;
    const patches =
      this.network instanceof RepeatVectorModel
        ? (this.network.predictions({ values }, { ...options, initialStates }) as tf.Tensor3D)
        : this.#decode(this.network, windows, { ...options, values, initialStates });
    const [rows, count] = patches.shape;
    const variables = windows.past.shape[2];
    const steps = count * patchLength;
    const all: tf.Tensor4D = tf.reshape(patches, [rows, steps, variables, parameters]);
    if (steps === horizon) return all;
    return tf.slice(all, [0, 0, 0, 0], [rows, horizon, variables, parameters]);
  }

  #decode(
    network: EncoderDecoder,
    windows: WindowTensors,
    options: EncoderRunOptions & {
      readonly values: tf.Tensor3D;
      readonly shift: tf.Tensor4D | undefined;
    },
  ): tf.Tensor3D {
    const { values, shift, seeds, precision, initialStates } = options;
    const { teacherForcing } = this.#settings.model;
    const inputs = this.#decoderInputs(windows, seeds && teacherForcing > 0 ? shift : undefined);
    const feedBack = this.#feedBack();
    if (seeds) {
      const pair = { source: { values }, target: { values: withLastStep(inputs) } };
      return network.predictions(pair, {
        seeds,
        precision,
        initialStates,
        teacherForcing,
        feedBack,
      });
    }
    const packed = network.packDecoder();
    return rollOut({
      start: network.start({ values }, { initialStates }),
      step: (step, states, memory) => network.stepVectors(step, states, memory, packed),
      inputs,
      feedBack,
    });
  }

  /** From the parameters of a patch to its middle values, beside the known features of the next. */
  #feedBack(): (written: tf.Tensor2D, right: tf.Tensor2D) => tf.Tensor2D {
    const { patchLength, channelIndependence } = this.#settings.model;
    const { distribution } = this.#settings;
    const size = patchLength * (channelIndependence ? 1 : this.#sizes.targets);
    const parameters = parameterCount(distribution);
    return (written, right) => {
      const [rows, width] = right.shape;
      const each = tf.reshape(written, [rows, size, parameters]);
      const middle = tf.slice(each, [0, 0, middlePlace(distribution)], [rows, size, 1]);
      const values = tf.reshape(middle, [rows, size]) as tf.Tensor2D;
      if (width === size) return values;
      return tf.concat([values, tf.slice(right, [0, size], [rows, width - size])], 1);
    };
  }

  /** States after the lookbacks before the window; no gradient flows into them (Williams and Peng 1990). */
  #carriedStates(pieces: readonly tf.Tensor3D[]): RecurrentState[] | undefined {
    let states: RecurrentState[] | undefined;
    for (const values of pieces) {
      const encoding = this.network.encode({ values }, { initialStates: states });
      states = encoding.states.map(({ hidden, cell }) => ({
        hidden: withoutHistory(hidden),
        ...(cell && { cell: withoutHistory(cell) }),
      }));
    }
    return states;
  }

  /** What the encoder reads, one lookback after the other: `[rows, patches, patchLength * features]`. */
  #inputs({ past, known, covariates }: WindowTensors): tf.Tensor3D[] {
    const { patchLength, carriedLookbacks } = this.#settings.model;
    const parts = [
      past,
      ...(known ? [known] : []),
      ...(covariates.shape[2] > 0 ? [this.#repeated(covariates)] : []),
    ];
    const all = parts.length === 1 ? (parts[0] as tf.Tensor3D) : tf.concat(parts, 2);
    const [rows, steps, features] = all.shape;
    const patches: tf.Tensor3D = tf.reshape(all, [
      rows,
      steps / patchLength,
      patchLength * features,
    ]);
    return carriedLookbacks === 0 ? [patches] : tf.split(patches, carriedLookbacks + 1, 1);
  }

  /**
   * What the decoder reads, `[rows, patches, patchLength * (variables + future)]`: the last values of the window, then true ones where
   * there is a `shift` to take out of them, else zeros that own outputs replace; and what is known of the future.
   */
  #decoderInputs(windows: WindowTensors, shift: tf.Tensor4D | undefined): tf.Tensor3D {
    const { patchLength, teacherForcing } = this.#settings.model;
    const { horizon } = this.#settings.window;
    const { past, center, deviation, targets, future } = windows;
    const patches = Math.ceil(horizon / patchLength);
    const first = lastSteps(past, patchLength);
    const trueValues = (): tf.Tensor3D => {
      const normal = tf.div(tf.sub(tf.expandDims(targets, 3), center), deviation);
      return tf.squeeze(shift ? tf.sub(normal, shift) : normal, [3]);
    };
    const rest = teacherForcing > 0 ? trueValues() : tf.zerosLike(targets);
    const values = toSteps(tf.concat([first, rest], 1), patches * patchLength);
    const inPatches = (tensor: tf.Tensor3D): tf.Tensor3D => {
      const [rows, , features] = tensor.shape;
      return tf.reshape(tensor, [rows, patches, patchLength * features]);
    };
    if (future.shape[2] === 0) return inPatches(values);
    const known = this.#repeated(toSteps(future, patches * patchLength));
    return tf.concat([inPatches(values), inPatches(known)], 2);
  }

  /** Features for each target's row: `[batch * targets, steps, features]`; or as they are. */
  #repeated(tensor: tf.Tensor3D): tf.Tensor3D {
    if (!this.#settings.model.channelIndependence) return tensor;
    const [batch, steps, features] = tensor.shape;
    const { targets } = this.#sizes;
    const repeated = tf.tile(tf.expandDims(tensor, 1), [1, targets, 1, 1]);
    return tf.reshape(repeated, [batch * targets, steps, features]);
  }
}

function lastSteps(tensor: tf.Tensor3D, steps: number): tf.Tensor3D {
  const [rows, length, features] = tensor.shape;
  if (length === steps) return tensor;
  return tf.slice(tensor, [0, length - steps, 0], [rows, steps, features]);
}

/** A tensor that gradients do not reach. */
function withoutHistory(tensor: tf.Tensor2D): tf.Tensor2D {
  return tf.tensor2d(tensor.dataSync(), tensor.shape);
}

/** Cuts, or fills with zeros, to a number of steps. */
function toSteps(tensor: tf.Tensor3D, steps: number): tf.Tensor3D {
  const [batch, length, features] = tensor.shape;
  if (length >= steps) return tf.slice(tensor, [0, 0, 0], [batch, steps, features]);
  return tf.pad(tensor, [
    [0, 0],
    [0, steps - length],
    [0, 0],
  ]);
}

/** Target sequences have a last step that is written and never read. */
function withLastStep(inputs: tf.Tensor3D): tf.Tensor3D {
  return toSteps(inputs, inputs.shape[1] + 1);
}
