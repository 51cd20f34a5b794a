/** The list of a published folder's files, against which damage is found. */

import { createHash } from "node:crypto";
import { createReadStream, readFileSync, statSync } from "node:fs";
import { readdir, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";

const MANIFEST = "manifest.json";

interface FileRecord {
  readonly bytes: number;
  readonly sha256: string;
}

/** Relative path, with `/`, of each file but the manifest itself. */
type Manifest = Readonly<Record<string, FileRecord>>;

/** Records every file below `folder` in its manifest. */
export async function writeManifest(folder: string): Promise<void> {
  const files: Record<string, FileRecord> = {};
  for (const file of await listFiles(folder)) {
    const bytes = (await stat(path.join(folder, file))).size;
    files[file] = { bytes, sha256: await sha256(path.join(folder, file)) };
  }
  await writeFile(path.join(folder, MANIFEST), `${JSON.stringify({ files }, null, 1)}\n`);
}

/**
 * Quick check of a published folder: `undefined` if every file has its size, else what is wrong. A library
 * that is cut short would end the process with SIGBUS, so none is loaded before this check.
 */
export function findSizeProblem(folder: string): string | undefined {
  let files: Manifest;
  try {
    files = readManifest(folder);
  } catch (error) {
    return `${MANIFEST} is missing or damaged (${(error as Error).message})`;
  }
  for (const [file, { bytes }] of Object.entries(files)) {
    const size = statSync(path.join(folder, file), { throwIfNoEntry: false })?.size;
    if (size === undefined) return `${file} is missing`;
    if (size !== bytes) return `${file} has ${size} bytes instead of ${bytes}`;
  }
  return undefined;
}

/** Thorough check: like {@link findSizeProblem}, then the SHA-256 of every file. */
export async function findProblem(folder: string): Promise<string | undefined> {
  const problem = findSizeProblem(folder);
  if (problem !== undefined) return problem;
  for (const [file, record] of Object.entries(readManifest(folder))) {
    if ((await sha256(path.join(folder, file))) !== record.sha256) return `${file} has changed`;
  }
  return undefined;
}

function readManifest(folder: string): Manifest {
  const { files } = JSON.parse(readFileSync(path.join(folder, MANIFEST), "utf8"));
  const records = Object.values(files ?? {}) as Partial<FileRecord>[];
  const sound = records.every(
    (record) => Number.isInteger(record?.bytes) && typeof record?.sha256 === "string",
  );
  if (records.length === 0 || !sound) throw new Error("not a list of files");
  return files;
}

/** Files below a published folder, as in its manifest. */
export async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name !== MANIFEST)
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .map((file) => file.split(path.sep).join("/"))
    .sort();
}

async function sha256(file: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), hash);
  return hash.digest("hex");
}
