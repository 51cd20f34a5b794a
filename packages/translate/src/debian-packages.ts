/** Packages of Debian and Ubuntu for an ordinary user; apt checks their signatures and hashes. */
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";

/** An apt of one's own: the system's sources and keys, private lists. */
export interface PrivateApt {
  /** Folder for the lists, the index of packages and what is being downloaded. */
  readonly folder: string;
  /** Begins the sentence of every error, such as "load wesnoth". */
  readonly purpose: string;
}

const UPDATE_TIMEOUT_MS = 5 * 60_000;
const DOWNLOAD_TIMEOUT_MS = 10 * 60_000; // for one package
const LOCAL_TIMEOUT_MS = 2 * 60_000;

// The system's hooks write outside of the folder; containers turn off the index of packages.
const CONFIGURATION = `#clear APT::Update;
APT::Sandbox::User "root";
Acquire::Languages "none";
Acquire::IndexTargets::deb::DEP-11::DefaultEnabled "false";
Acquire::Retries "2";
Acquire::http::Timeout "20";
Acquire::https::Timeout "20";
Dir::Cache::pkgcache "pkgcache.bin";
Dir::Cache::srcpkgcache "";
`;

/**
 * Fetches the lists of what the system's sources offer.
 *
 * @returns apt's first complaint, if there was one: a source that fails does not spoil the others.
 * @throws {Error} If apt is missing or takes too long.
 */
export async function updateLists(apt: PrivateApt): Promise<string | undefined> {
  await mkdir(path.join(apt.folder, "lists", "partial"), { recursive: true });
  await mkdir(path.join(apt.folder, "cache"), { recursive: true });
  await writeFile(path.join(apt.folder, "apt.conf"), CONFIGURATION);
  try {
    const { stderr } = await run(apt, {
      command: "apt-get",
      parameters: ["update", ...settings(apt)],
      timeoutMs: UPDATE_TIMEOUT_MS,
    });
    return firstComplaint(stderr);
  } catch (error) {
    const { code, stderr } = (error as Error).cause as ExecFileException;
    if (typeof code !== "number") throw error; // it did not run to its end
    return firstComplaint(stderr) ?? `exit code ${code}`;
  }
}

/** Names of the packages on the lists that begin with `prefix`. */
export async function packageNames(apt: PrivateApt, prefix: string): Promise<string[]> {
  const { stdout } = await run(apt, {
    command: "apt-cache",
    parameters: ["pkgnames", prefix, ...settings(apt)],
    timeoutMs: LOCAL_TIMEOUT_MS,
  });
  return stdout.split("\n").filter((name) => name !== "");
}

/**
 * Downloads the package `name` and unpacks its files into the folder `into`.
 *
 * @throws {Error} If apt or dpkg-deb is missing, fails or takes too long.
 */
export async function unpackPackage(apt: PrivateApt, name: string, into: string): Promise<void> {
  const download = await mkdtemp(path.join(apt.folder, "download-"));
  try {
    await run(apt, {
      command: "apt-get",
      parameters: ["download", name, ...settings(apt)],
      timeoutMs: DOWNLOAD_TIMEOUT_MS,
      folder: download,
    });
    for (const file of await readdir(download)) {
      await run(apt, {
        command: "dpkg-deb",
        parameters: ["--extract", path.join(download, file), into],
        timeoutMs: LOCAL_TIMEOUT_MS,
      });
    }
  } finally {
    await rm(download, { recursive: true, force: true });
  }
}

// Paths go by -o, which needs no quoting.
function settings({ folder }: PrivateApt): string[] {
  const lists = `Dir::State::Lists=${path.join(folder, "lists")}`;
  const cache = `Dir::Cache=${path.join(folder, "cache")}`;
  return ["-qq", "-c", path.join(folder, "apt.conf"), "-o", lists, "-o", cache];
}

interface Command {
  readonly command: string;
  readonly parameters: readonly string[];
  readonly timeoutMs: number;
  /** Where it runs. */
  readonly folder?: string;
}

interface ExecFileException extends Error {
  readonly code: string | number | null;
  readonly killed: boolean;
  readonly stderr: string;
}

async function run(
  apt: PrivateApt,
  { command, parameters, timeoutMs, folder = apt.folder }: Command,
): Promise<{ stdout: string; stderr: string }> {
  try {
    return await promisify(execFile)(command, parameters, {
      cwd: folder,
      env: { ...process.env, LC_ALL: "C" },
      timeout: timeoutMs,
      killSignal: "SIGKILL",
      maxBuffer: 2 ** 24,
    });
  } catch (error) {
    const why = explain(`"${command} ${parameters[0]}"`, error as ExecFileException, timeoutMs);
    throw new Error(`Cannot ${apt.purpose}: ${why}`, { cause: error });
  }
}

function explain(step: string, error: ExecFileException, timeoutMs: number): string {
  if (error.code === "ENOENT")
    return `${step} must be there, as in Debian and Ubuntu, got no such command`;
  if (error.killed) return `${step} must end within ${timeoutMs / 1000} s, got no end`;
  return `${step} must succeed, got "${firstComplaint(error.stderr) ?? error.message}"`;
}

function firstComplaint(stderr: string): string | undefined {
  const lines = stderr.split("\n").filter((line) => line !== "");
  return lines.find((line) => line.startsWith("E:")) ?? lines[0];
}
