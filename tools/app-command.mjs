// @ts-check
/** How Node.js runs the command line of a package, compiled. */
import { join } from "node:path";
import { root } from "./environment.mjs";

/**
 * @param {string} app Its package: `translate`.
 * @param {readonly string[]} args
 * @returns {[command: string, args: string[]]}
 */
export function appCommand(app, args) {
  return [process.execPath, [join(root, "packages", app, "dist", "cli.js"), ...args]];
}
