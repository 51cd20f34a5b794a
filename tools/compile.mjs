// @ts-check
/** Compiles the packages' TypeScript into their `dist/`, which the commands run. */
import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { runQuietly } from "./child.mjs";
import { root } from "./environment.mjs";
import { explainFailure, SetupError } from "./setup-error.mjs";

const packages = join(root, "packages");

/** What decides what is in the packages' `dist/`, and whether it is there. */
export function compiledFiles() {
  const ofPackages = packageFolders().flatMap((folder) => [
    join(folder, "tsconfig.json"),
    join(folder, "package.json"),
    join(folder, "dist", ".tsbuildinfo"),
    ...filesIn(join(folder, "src")).filter((file) => !file.endsWith(".test.ts")),
  ]);
  return [join(root, "tsconfig.base.json"), join(root, "tools", "bundle.mjs"), ...ofPackages];
}

/**
 * Compiles what has changed, and takes away what is left of sources that are gone.
 *
 * @throws {SetupError} If a source has an error.
 */
export async function compilePackages() {
  const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
  const args = [tsc, "-b", ...packageFolders()];
  const { exitCode, output } = await runQuietly(process.execPath, args, { cwd: root });
  if (exitCode !== 0) throw new SetupError(explainFailure("compile the packages", output));
  for (const folder of packageFolders()) removeOrphans(folder);
  // Loaded here: this module is there before what it imports is installed.
  const { bundleCore } = await import("./bundle.mjs");
  await bundleCore();
  return [];
}

/** @param {string} folder Of a package. */
function removeOrphans(folder) {
  const dist = join(folder, "dist");
  for (const file of filesIn(dist)) {
    const [, module] = /^(.*?)(?:\.d)?\.[jt]s$/.exec(file.slice(dist.length + 1)) ?? [];
    if (module === undefined) continue;
    if (!existsSync(join(folder, "src", `${module}.ts`))) rmSync(file);
  }
}

function packageFolders() {
  return readdirSync(packages)
    .map((name) => join(packages, name))
    .filter((folder) => existsSync(join(folder, "tsconfig.json")));
}

/** @param {string} folder */
function filesIn(folder) {
  if (!existsSync(folder)) return [];
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
