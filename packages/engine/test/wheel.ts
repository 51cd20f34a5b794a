/** A wheel of TensorFlow for tests: the one of `ENCDEC_WHEEL`, or made anew from what is installed here. */

import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { findCompiler } from "../src/install/compile.ts";
import { findPip } from "../src/install/download.ts";
import { tensorflowFolder } from "../src/install/folders.ts";
import { findSizeProblem } from "../src/install/manifest.ts";
import { thisMachine, wheelFor } from "../src/install/wheel-table.ts";

/** Why tests that install TensorFlow cannot run on this machine; `undefined` if they can. */
export async function reasonToSkip(): Promise<string | undefined> {
  try {
    const folder = tensorflowFolder(wheelFor(thisMachine()));
    const hasWheel = existsSync(process.env.ENCDEC_WHEEL ?? "");
    if (!hasWheel && findSizeProblem(folder) !== undefined) {
      return "TensorFlow is not installed and ENCDEC_WHEEL names no wheel";
    }
  } catch (error) {
    return (error as Error).message;
  }
  if ((await findCompiler()) === undefined) return "there is no C++ compiler";
  if ((await findPip()) === undefined) return "there is no pip";
  return undefined;
}

/** Path of a wheel of the right name in `folder` or elsewhere. It is stored, not deflated, to be quick. */
export function provideWheel(folder: string): string {
  const given = process.env.ENCDEC_WHEEL;
  if (given) return given;
  const { project, version, platformTag } = wheelFor(thisMachine());
  const name = project.replaceAll("-", "_");
  const file = path.join(folder, `${name}-${version}-cp311-cp311-${platformTag}.whl`);
  const script = `
import pathlib, sys, zipfile
source, target, name, version, tag = sys.argv[1:]
with zipfile.ZipFile(target, "w") as wheel:
    for part, prefix in (("lib", "tensorflow"), ("include", "tensorflow/include")):
        for file in sorted(pathlib.Path(source, part).rglob("*")):
            if file.is_file() and file.suffix != ".node":
                wheel.write(file, f"{prefix}/{file.relative_to(pathlib.Path(source, part))}")
    about = f"{name}-{version}.dist-info"
    wheel.writestr(f"{about}/METADATA", f"Metadata-Version: 2.1\\nName: {name}\\nVersion: {version}\\n")
    wheel.writestr(f"{about}/WHEEL", f"Wheel-Version: 1.0\\nRoot-Is-Purelib: false\\nTag: cp311-cp311-{tag}\\n")
    wheel.writestr(f"{about}/RECORD", "")
`;
  const source = tensorflowFolder(wheelFor(thisMachine()));
  execFileSync("python3", ["-c", script, source, file, name, version, platformTag]);
  return file;
}
