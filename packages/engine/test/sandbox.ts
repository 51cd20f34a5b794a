/** A machine of its own for a test: an empty home, cache and temporary folder, and a PATH of choice. */

import { spawn } from "node:child_process";
import {
  chmodSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

export interface Ended {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly ended: Promise<Ended>;
  readonly kill: () => void;
}

type Variables = Readonly<Record<string, string | undefined>>;

const root = fileURLToPath(new URL("../../..", import.meta.url));

export class Sandbox {
  readonly home: string;
  readonly engines: string;
  readonly #variables: Variables;

  constructor(folder: string, variables: Variables = {}) {
    this.home = path.join(folder, "home");
    const cache = path.join(folder, "cache");
    const temporary = path.join(folder, "tmp");
    this.engines = path.join(cache, "encdec", "engine");
    for (const each of [this.home, temporary]) mkdirSync(each, { recursive: true });
    this.#variables = {
      HOME: this.home,
      TMPDIR: temporary,
      XDG_CACHE_HOME: cache,
      ENCDEC_ENGINE: undefined,
      ENCDEC_WHEEL: undefined,
      CXX: undefined,
      ...variables,
    };
  }

  /** Takes over the installed folder of another sandbox, by hard links. */
  adopt(other: Sandbox): void {
    const entries = readdirSync(other.engines, { recursive: true, withFileTypes: true });
    for (const entry of entries.filter((each) => each.isFile())) {
      const source = path.join(entry.parentPath, entry.name);
      const target = path.join(this.engines, path.relative(other.engines, source));
      mkdirSync(path.dirname(target), { recursive: true });
      linkSync(source, target);
    }
  }

  /** Path of the only folder or file in the cache whose path ends so. */
  find(ending: string): string {
    const found = readdirSync(this.engines, { recursive: true, encoding: "utf8" }).filter((file) =>
      file.endsWith(ending),
    );
    if (found.length !== 1) throw new Error(`Cannot find one ${ending}: got ${found.join(", ")}`);
    return path.join(this.engines, found[0] as string);
  }

  /** Starts the command `encdec-engine`. */
  start(commandArguments: readonly string[], variables: Variables = {}): Running {
    return this.#start(
      [path.join(root, "packages/engine/dist/cli.js"), ...commandArguments],
      variables,
    );
  }

  /** Runs the command `encdec-engine` to its end. */
  command(commandArguments: readonly string[], variables: Variables = {}): Promise<Ended> {
    return this.start(commandArguments, variables).ended;
  }

  /** Runs an ES module that imports from `@encdec/engine`. */
  script(code: string, variables: Variables = {}): Promise<Ended> {
    return this.#start(["--input-type=module", "--eval", code], variables).ended;
  }

  #start(nodeArguments: readonly string[], variables: Variables): Running {
    const child = spawn(process.execPath, nodeArguments, {
      // Where the package's own name resolves.
      cwd: path.join(root, "packages/engine"),
      env: { ...process.env, ...this.#variables, ...variables },
      stdio: ["ignore", "pipe", "pipe"],
      timeout: 180_000,
      killSignal: "SIGKILL",
    });
    const output = { stdout: "", stderr: "" };
    for (const stream of ["stdout", "stderr"] as const) {
      child[stream].setEncoding("utf8").on("data", (text: string) => {
        output[stream] += text;
      });
    }
    const ended = new Promise<Ended>((resolve, reject) => {
      child.on("error", reject);
      child.on("close", (exitCode) => resolve({ exitCode, ...output }));
    });
    return { ended, kill: () => child.kill("SIGKILL") };
  }
}

/** Makes a folder with shell scripts of these names. @returns Its path. */
export function programs(folder: string, bodies: Readonly<Record<string, string>>): string {
  const bin = mkdtempSync(path.join(folder, "bin-"));
  for (const [name, body] of Object.entries(bodies)) {
    writeFileSync(path.join(bin, name), `#!/bin/sh\n${body}\n`);
    chmodSync(path.join(bin, name), 0o755);
  }
  return bin;
}

/** Replaces a file, whose old content other sandboxes share by a hard link. */
export function replace(file: string, content: Buffer | string): void {
  unlinkSync(file);
  writeFileSync(file, content);
}
