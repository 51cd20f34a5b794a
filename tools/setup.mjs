// @ts-check
/**
 * Prepares a fresh checkout: Node.js version, dependencies, compiled packages, engine. Plain JavaScript, because it
 * runs before anything is installed. What is already there costs a moment and prints nothing.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { appCommand } from "./app-command.mjs";
import { runQuietly } from "./child.mjs";
import { compiledFiles, compilePackages } from "./compile.mjs";
import { cacheFolder, childEnvironment, isEntryPoint, root } from "./environment.mjs";
import { pnpm } from "./pnpm.mjs";
import { explainFailure, SetupError } from "./setup-error.mjs";
import { doOnce } from "./step.mjs";

/**
 * Does whatever is missing, a line on standard error for each step. Where it cannot, it says what
 * to do and ends the process with exit code 1.
 *
 * @param {{ again?: boolean }} [options] `again` checks, and mends, what an earlier set-up left.
 */
export async function setUp({ again = false } = {}) {
  try {
    checkNodeVersion();
    await doOnce("dependencies", { files: dependencyFiles, again, work: installDependencies });
    await doOnce("packages", { files: compiledFiles, again, work: compilePackages });
    // WebAssembly comes with the dependencies.
    if (process.env.ENCDEC_ENGINE !== "wasm") {
      await doOnce("engine", { files: engineFiles, again, work: installEngine });
    }
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}

function checkNodeVersion() {
  const wanted = JSON.parse(readFileSync(join(root, "package.json"), "utf8")).engines.node;
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const fits = wanted.split("||").some((/** @type {string} */ range) => {
    const [, operator, wantedMajor, wantedMinor] = /(\^|>=)(\d+)\.(\d+)/.exec(range) ?? [];
    if (major === Number(wantedMajor)) return minor >= Number(wantedMinor);
    return operator === ">=" && major > Number(wantedMajor);
  });
  if (!fits) {
    throw new SetupError(
      `Cannot set up encdec: it needs Node.js ${wanted} (https://nodejs.org), got ${process.versions.node}`,
    );
  }
}

/** What decides what is in node_modules. */
function dependencyFiles() {
  const packages = readdirSync(join(root, "packages")).map((name) => join(root, "packages", name));
  const manifests = [root, ...packages].map((folder) => join(folder, "package.json"));
  return [join(root, "pnpm-lock.yaml"), join(root, "pnpm-workspace.yaml"), ...manifests];
}

async function installDependencies() {
  // A node_modules from another store or platform is replaced without a question.
  const install = ["install", "--frozen-lockfile", "--config.confirmModulesPurge=false"];
  const { command, args, options } = pnpm(install);
  const { exitCode, output } = await runQuietly(command, args, options);
  if (exitCode !== 0) throw new SetupError(explainFailure("install the dependencies", output));
  return [];
}

/** What decides which engine is built, and the names of those that are there. */
function engineFiles() {
  const engine = join(root, "packages", "engine");
  return [
    ...list(join(engine, "src"), { recursive: true }),
    ...list(join(engine, "kernels"), { recursive: true }),
    ...list(join(cacheFolder, "engine"), { recursive: false }),
  ];
}

async function installEngine() {
  const [command, args] = appCommand("engine", ["install", "--json"]);
  const options = { cwd: root, env: childEnvironment() };
  const { exitCode, stdout, output } = await runQuietly(command, args, options);
  if (exitCode !== 0) throw new SetupError(explainFailure("install the engine", output));
  const { engine, notes } = JSON.parse(stdout);
  return [`${engine.name} ${engine.version}`, ...notes];
}

/**
 * @param {string} folder
 * @param {{ recursive: boolean }} options
 */
function list(folder, options) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { ...options, encoding: "utf8" }).map((name) => join(folder, name));
}

if (isEntryPoint(import.meta.url)) await setUp({ again: true });
