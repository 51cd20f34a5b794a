import { expect, it } from "vitest";
import { wheelFor } from "./wheel-table.ts";

it.each([
  ["linux", "x64", "tensorflow-cpu", "2.18.1", "manylinux_2_17_x86_64", "libtensorflow_cc.so.2"],
  ["linux", "arm64", "tensorflow", "2.18.1", "manylinux_2_17_aarch64", "libtensorflow_cc.so.2"],
  ["darwin", "arm64", "tensorflow", "2.18.1", "macosx_12_0_arm64", "libtensorflow_cc.2.dylib"],
  ["darwin", "x64", "tensorflow", "2.16.2", "macosx_10_15_x86_64", "libtensorflow_cc.2.dylib"],
])("knows the wheel for %s %s", (platform, arch, project, version, platformTag, library) => {
  const wheel = wheelFor({ platform, arch, hasGlibc: platform === "linux" });
  expect(wheel).toMatchObject({ project, version, platformTag });
  expect(wheel.libraries[0]).toBe(library);
});

it("says what to do where there is none", () => {
  expect(() => wheelFor({ platform: "win32", arch: "x64", hasGlibc: false })).toThrow(
    new Error(
      "there is no TensorFlow build for win32 x64: install @tensorflow/tfjs-node so that it works by itself",
    ),
  );
  expect(() => wheelFor({ platform: "linux", arch: "x64", hasGlibc: false })).toThrow(
    new Error("TensorFlow needs a Linux with glibc, and this one has another C library"),
  );
});
