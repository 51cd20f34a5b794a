/** Which TensorFlow wheel of PyPI fits which machine. */

/** A wheel and the names of what is needed from it. */
export interface Wheel {
  /** Project on PyPI. */
  readonly project: string;
  readonly version: string;
  /** Platform tag that pip is asked for. */
  readonly platformTag: string;
  /** Libraries below `tensorflow/`; the first needs the second. */
  readonly libraries: readonly [string, string];
}

const LINUX_LIBRARIES = ["libtensorflow_cc.so.2", "libtensorflow_framework.so.2"] as const;
const MACOS_LIBRARIES = ["libtensorflow_cc.2.dylib", "libtensorflow_framework.2.dylib"] as const;

const WHEELS: Readonly<Record<string, Wheel>> = {
  "linux-x64": {
    project: "tensorflow-cpu",
    version: "2.18.1",
    platformTag: "manylinux_2_17_x86_64",
    libraries: LINUX_LIBRARIES,
  },
  "linux-arm64": {
    project: "tensorflow",
    version: "2.18.1",
    platformTag: "manylinux_2_17_aarch64",
    libraries: LINUX_LIBRARIES,
  },
  "darwin-arm64": {
    project: "tensorflow",
    version: "2.18.1",
    platformTag: "macosx_12_0_arm64",
    libraries: MACOS_LIBRARIES,
  },
  // The last release with wheels for Intel Macs.
  "darwin-x64": {
    project: "tensorflow",
    version: "2.16.2",
    platformTag: "macosx_10_15_x86_64",
    libraries: MACOS_LIBRARIES,
  },
};

/** What tells machines apart as far as wheels go. */
export interface Machine {
  readonly platform: string;
  readonly arch: string;
  /** Whether the C library is glibc, which Linux wheels need (Alpine has musl). */
  readonly hasGlibc: boolean;
}

export function thisMachine(): Machine {
  const { platform, arch } = process;
  const report = process.report?.getReport() as
    | { header?: { glibcVersionRuntime?: string } }
    | undefined;
  return { platform, arch, hasGlibc: report?.header?.glibcVersionRuntime !== undefined };
}

/**
 * The wheel for a machine.
 *
 * @throws {Error} If TensorFlow publishes none that fits: one sentence on what to do.
 */
export function wheelFor(machine: Machine): Wheel {
  const { platform, arch, hasGlibc } = machine;
  const wheel = WHEELS[`${platform}-${arch}`];
  if (wheel === undefined) {
    throw new Error(
      `there is no TensorFlow build for ${platform} ${arch}: install @tensorflow/tfjs-node so that it works by itself`,
    );
  }
  if (platform === "linux" && !hasGlibc) {
    throw new Error("TensorFlow needs a Linux with glibc, and this one has another C library");
  }
  return wheel;
}
