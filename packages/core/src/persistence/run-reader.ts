/** Reading a run, apart from where its bytes come from. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { WeightValues } from "../model/parameters.ts";
import { checksum } from "./checksum.ts";
import { RUN_FILES } from "./run-folder.ts";
import { decodeSafetensors } from "./safetensors.ts";

/** Where the files of a run come from: a folder, a URL, a dropped file. */
export interface RunSource {
  /** How the run is called in messages. */
  readonly name: string;
  /** The bytes of a file, or nothing when there is no such file. */
  read(file: string): Promise<Uint8Array | undefined>;
}

/** A run in a folder on disk. */
export function folderSource(folder: string): RunSource {
  return {
    name: folder,
    async read(file: string): Promise<Uint8Array | undefined> {
      try {
        return await readFile(join(folder, file));
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        if (code === "ENOENT" || code === "ENOTDIR") return undefined;
        throw error;
      }
    },
  };
}

/** Which runs an app reads and writes. */
export interface RunKind<Config> {
  /** The task that a run must be of, such as `translate`. */
  readonly task: string;
  /** Checks what `config.json` holds beside the task; its error becomes the reason. */
  readonly parse: (config: unknown) => Config;
}

/**
 * What the `config.json` of a run holds.
 *
 * @throws {Error} If the file is missing or damaged, or the run is of another task.
 */
export async function readRunConfig<Config>(
  source: RunSource,
  kind: RunKind<Config>,
): Promise<Config> {
  const text = await readText(source, RUN_FILES.config);
  return understand(source, RUN_FILES.config, () => {
    const { task, ...config } = JSON.parse(text) as { readonly task?: unknown };
    if (task !== kind.task) {
      throw new Error(`the run must be of task ${kind.task}, got ${JSON.stringify(task)}`);
    }
    return kind.parse(config);
  });
}

/**
 * A text file of a run that prepares its data, such as a vocabulary.
 *
 * @param options.checksums What the files must have been, by name, from the settings of the run.
 * @param options.parse Makes something of the text; its error becomes the reason.
 * @throws {Error} If the file is missing or damaged.
 */
export async function readRunFile<T>(
  source: RunSource,
  file: string,
  options: {
    readonly checksums: { readonly [file: string]: string };
    readonly parse: (text: string) => T;
  },
): Promise<T> {
  const text = await readText(source, file);
  return understand(source, file, () => {
    const [expected, actual] = [options.checksums[file], checksum(text)];
    if (actual !== expected) throw new Error(`its checksum must be ${expected}, got ${actual}`);
    return options.parse(text);
  });
}

/** The best weights of a run. */
export async function readRunWeights(source: RunSource): Promise<Map<string, WeightValues>> {
  const bytes = await readBytes(source, RUN_FILES.model);
  return understand(source, RUN_FILES.model, () => decodeSafetensors(bytes));
}

async function readText(source: RunSource, file: string): Promise<string> {
  const bytes = await readBytes(source, file);
  return understand(source, file, () => new TextDecoder("utf-8", { fatal: true }).decode(bytes));
}

async function readBytes(source: RunSource, file: string): Promise<Uint8Array> {
  const bytes = await source.read(file);
  if (!bytes) {
    const advice =
      file === RUN_FILES.config ? "; train one first, or name its folder with --run" : "";
    throw new Error(`Cannot load the run ${source.name}: ${file} is missing${advice}`);
  }
  return bytes;
}

function understand<T>(source: RunSource, file: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    const reason = (error as Error).message;
    throw new Error(`Cannot load the run ${source.name}: ${file} cannot be used (${reason})`);
  }
}
