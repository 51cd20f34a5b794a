/** The package `@tensorflow/tfjs-node`: where it is, and loading it with an addon of our choice. */

import { existsSync, readdirSync } from "node:fs";
import { createRequire, Module } from "node:module";
import path from "node:path";
import util from "node:util";

const require = createRequire(import.meta.url);

/**
 * Folder of the installed package.
 *
 * @throws {Error} If it is not installed (it is an optional dependency).
 */
export function tfjsNodeFolder(): string {
  try {
    return path.dirname(require.resolve("@tensorflow/tfjs-node/package.json"));
  } catch {
    throw new Error(
      "@tensorflow/tfjs-node is missing: add it with `npm install --ignore-scripts @tensorflow/tfjs-node`",
    );
  }
}

/** Whether the package has an addon of its own, from its own install script. */
export function hasOwnAddon(): boolean {
  const folder = path.join(tfjsNodeFolder(), "lib");
  return (
    existsSync(folder) &&
    readdirSync(folder).some((name) => existsSync(path.join(folder, name, "tfjs_binding.node")))
  );
}

/**
 * Loads the package, which registers TensorFlow.js's backend `tensorflow`.
 *
 * The package asks `@mapbox/node-pre-gyp` for the path of its addon; `addon` is the answer it gets, so that
 * nothing is ever written into `node_modules`. Without `addon` it uses its own.
 */
export function loadTfjsNode(addon?: string): void {
  // The package calls two functions that Node.js warns of since 22 and has in part removed since 23.
  Object.assign(util, {
    isArray: Array.isArray,
    isNullOrUndefined: (value: unknown) => value === null || value === undefined,
  });

  if (addon === undefined) {
    require("@tensorflow/tfjs-node");
    return;
  }
  const finder = createRequire(path.join(tfjsNodeFolder(), "package.json")).resolve(
    "@mapbox/node-pre-gyp",
  );
  const original = require.cache[finder];
  const answer = new Module(finder);
  Object.assign(answer, { filename: finder, loaded: true, exports: { find: () => addon } });
  require.cache[finder] = answer;
  try {
    require("@tensorflow/tfjs-node");
  } finally {
    if (original === undefined) delete require.cache[finder];
    else require.cache[finder] = original;
  }
}
