/** The beginning of a training: the run folder with all that the weights will need. */
import { join } from "node:path";
import { z } from "zod";
import { checksum } from "./checksum.ts";
import { prepareRunFolder, RUN_FILES } from "./run-folder.ts";
import { folderSource, type RunKind, type RunSource, readRunConfig } from "./run-reader.ts";
import { checkSameSettings } from "./same-settings.ts";
import { writeFile } from "./write-file.ts";

/** What a run's `config.json` says beside the settings. */
export interface RunRecord {
  /** Tells whether data is the same as another time. */
  readonly dataFingerprint: string;
  /** SHA-256 of the files of the data preparation, by name. */
  readonly checksums: { readonly [file: string]: string };
  readonly madeWith: {
    readonly encdec: string;
    readonly node: string;
    readonly engine: string;
  };
}

/** Checks the record; an app puts it beside its settings. */
export const runRecord: { readonly [Name in keyof RunRecord]: z.ZodType<RunRecord[Name]> } = {
  dataFingerprint: z.string(),
  checksums: z.record(z.string(), z.string()),
  madeWith: z.strictObject({ encdec: z.string(), node: z.string(), engine: z.string() }),
};

/** Options of {@link openRun}. */
export interface OpenRunOptions<Settings extends object> extends RunKind<Settings & RunRecord> {
  readonly settings: Settings;
  readonly dataFingerprint: string;
  /** Contents of the files of the data preparation, by name. */
  readonly files: { readonly [file: string]: string };
  /** Version of the app. */
  readonly version: string;
  /** Engine that trains. */
  readonly engine: { readonly name: string; readonly version: string };
  /** Settings that may differ when the run is resumed. */
  readonly free: readonly string[];
  /** Replaces the run that is there. @default false */
  readonly overwrite?: boolean | undefined;
  /** Continues the run that is there. @default false */
  readonly resume?: boolean | undefined;
  readonly onNotice: (text: string) => void;
}

/**
 * Makes a run folder ready for training: settings, preparation of the data, what it was made with.
 *
 * @throws {Error} If the folder holds a run and neither `overwrite` nor `resume` is set, or the run to resume is of other data or
 *   settings.
 */
export async function openRun<Settings extends object>(
  folder: string,
  options: OpenRunOptions<Settings>,
): Promise<Settings & RunRecord> {
  const { task, settings, dataFingerprint, files, version, engine, resume = false } = options;
  const record: RunRecord = {
    dataFingerprint,
    checksums: Object.fromEntries(
      Object.entries(files).map(([name, text]) => [name, checksum(text)]),
    ),
    madeWith: {
      encdec: version,
      node: process.versions.node,
      engine: `${engine.name} ${engine.version}`,
    },
  };
  await prepareRunFolder(folder, { overwrite: options.overwrite ?? false, resume });
  if (resume) await checkResumed(folder, { ...settings, ...record }, options);
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  // The settings come last: a run that has them can be resumed.
  const json = JSON.stringify({ task, ...settings, ...record }, null, 2);
  await writeFile(join(folder, RUN_FILES.config), `${json}\n`);
  return { ...settings, ...record };
}

/**
 * The settings of a run, without what it was made with: what a run that is resumed goes on with.
 *
 * @throws {Error} If the run cannot be read, or is of another task.
 *
 * @example
 * ```ts
 * import { readRunSettings, type RunRecord } from "@encdec/core/persistence";
 * import { assert } from "vitest";
 *
 * const config = { task: "greet", name: "Ada", dataFingerprint: "", checksums: {}, madeWith: {} };
 * const source = { name: "memory", read: async () => Buffer.from(JSON.stringify(config)) };
 * const kind = { task: "greet", parse: (read: unknown) => read as { name: string } & RunRecord };
 * assert.deepEqual(await readRunSettings(source, kind), { name: "Ada" });
 * ```
 */
export async function readRunSettings<Settings extends object>(
  source: RunSource,
  kind: RunKind<Settings & RunRecord>,
): Promise<Settings> {
  const { dataFingerprint, checksums, madeWith, ...settings } = await readRunConfig(source, kind);
  return settings as object as Settings;
}

/** @throws {Error} If the run in the folder was made with other settings or data. */
async function checkResumed<Settings extends object>(
  run: string,
  config: Settings & RunRecord,
  options: OpenRunOptions<Settings>,
): Promise<void> {
  const { free, onNotice } = options;
  const { madeWith: before, ...was } = await readRunConfig(folderSource(run), options);
  const { madeWith: now, ...is } = config;
  checkSameSettings(was, is, { run, free });
  if (before.engine !== now.engine) {
    onNotice(
      `the run was begun on engine ${before.engine}: on another one it ends with slightly different weights`,
    );
  }
}
