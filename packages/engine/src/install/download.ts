/** Gets TensorFlow's wheel from PyPI with whatever pip there is. */

import { mkdir, readdir } from "node:fs/promises";
import path from "node:path";
import { runCommand } from "../run-command.ts";
import type { Wheel } from "./wheel-table.ts";

const PIPS: readonly (readonly [string, ...string[]])[] = [
  ["python3", "-m", "pip"],
  ["pip3"],
  ["pip"],
];

/** A pip that works, as command and first arguments; `undefined` if there is none. */
export async function findPip(): Promise<readonly [string, ...string[]] | undefined> {
  for (const pip of PIPS) {
    const [command, ...first] = pip;
    try {
      await runCommand(command, [...first, "--version"], { timeoutMs: 20_000 });
      return pip;
    } catch {
      // Try the next.
    }
  }
  return undefined;
}

export interface DownloadOptions {
  readonly wheel: Wheel;
  /** Folder for the wheel and for pip's temporary files. */
  readonly folder: string;
  readonly timeoutMs: number;
}

/** Downloads a wheel. @returns Its path. @throws {Error} If pip is missing, fails or takes too long. */
export async function downloadWheel(options: DownloadOptions): Promise<string> {
  const { wheel, folder, timeoutMs } = options;
  const pip = await findPip();
  if (pip === undefined) {
    throw new Error(
      "no pip was found to download TensorFlow: install Python's pip (on Debian `apt-get install python3-pip`)",
    );
  }
  const temporary = path.join(folder, "temporary");
  await mkdir(temporary, { recursive: true });
  const [command, ...first] = pip;
  await runCommand(
    command,
    [
      ...first,
      "download",
      "--no-deps",
      "--only-binary=:all:",
      "--no-cache-dir",
      "--disable-pip-version-check",
      "--no-input",
      // Any Python can fetch the wheel of this one: only its libraries are used.
      "--python-version=3.11",
      `--platform=${wheel.platformTag}`,
      `--dest=${folder}`,
      `${wheel.project}==${wheel.version}`,
    ],
    // pip asks rustc for its version, and rustup's would make a folder in the user's home.
    { timeoutMs, env: { TMPDIR: temporary, RUSTUP_HOME: temporary } },
  );
  const file = (await readdir(folder)).find((name) => name.endsWith(".whl"));
  if (file === undefined) throw new Error("pip ended well but brought no wheel");
  return path.join(folder, file);
}
