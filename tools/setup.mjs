// @ts-check
/**
 * Prepares a fresh checkout: Node.js version, dependencies, engine. Plain JavaScript, because it
 * runs before anything is installed. What is already there costs a moment and prints nothing.
 */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runQuietly } from "./child.mjs";
import { isEntryPoint, root } from "./environment.mjs";
import { pnpm } from "./pnpm.mjs";
import { explainFailure, SetupError } from "./setup-error.mjs";
import { sourceCommand } from "./source-command.mjs";

const stampFile = join(root, "node_modules", ".encdec-setup");

/**
 * Does whatever is missing, a line on standard error for each step. Where it cannot, it says what
 * to do and ends the process with exit code 1.
 *
 * @param {{ verbose?: boolean }} [options] `verbose` names what was already there, too.
 */
export async function setUp({ verbose = false } = {}) {
  try {
    checkNodeVersion();
    await installDependencies(verbose);
    await installEngine(verbose);
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

/** @param {boolean} verbose */
async function installDependencies(verbose) {
  const stamp = dependencyStamp();
  if (existsSync(stampFile) && readFileSync(stampFile, "utf8") === stamp) {
    if (verbose) process.stderr.write("dependencies … already there\n");
    return;
  }
  await step("dependencies", async () => {
    const { command, args, options } = pnpm(["install", "--frozen-lockfile"]);
    const { exitCode, output } = await runQuietly(command, args, options);
    if (exitCode !== 0) throw new SetupError(explainFailure("install the dependencies", output));
    writeFileSync(stampFile, stamp);
  });
}

/** A hash of all that decides what is in node_modules. */
function dependencyStamp() {
  const packages = readdirSync(join(root, "packages")).sort();
  const files = [
    "pnpm-lock.yaml",
    "pnpm-workspace.yaml",
    "package.json",
    ...packages.map((name) => `packages/${name}/package.json`),
  ];
  const hash = createHash("sha256").update(`${process.platform} ${process.arch}`);
  for (const file of files.map((file) => join(root, file))) {
    if (existsSync(file)) hash.update(`\0${file}\0`).update(readFileSync(file));
  }
  return hash.digest("hex");
}

/** @param {boolean} verbose */
async function installEngine(verbose) {
  // Its kernels come from npm alone.
  if (process.env.ENCDEC_ENGINE === "wasm") return;
  const commandLine = join(root, "packages", "engine", "src", "cli.ts");
  await step("engine", async () => {
    const [command, args] = sourceCommand(commandLine, ["install", "--json"]);
    const { exitCode, stdout, output } = await runQuietly(command, args, { cwd: root });
    if (exitCode !== 0) throw new SetupError(explainFailure("install the engine", output));
    return verbose ? stdout : "";
  });
}

/**
 * @param {string} title
 * @param {() => Promise<string | void>} work Resolves to what is worth saying beside the seconds.
 */
async function step(title, work) {
  const start = performance.now();
  process.stderr.write(`${title} … `);
  try {
    const detail = await work();
    const seconds = Math.round((performance.now() - start) / 1000);
    process.stderr.write(`${detail ? `${detail}, ` : ""}${seconds} s\n`);
  } catch (error) {
    process.stderr.write("failed\n");
    throw error;
  }
}

if (isEntryPoint(import.meta.url)) await setUp({ verbose: true });
