// @ts-check
/** How Node.js runs a TypeScript program of the repository, on the packages as they are compiled. */

/**
 * @param {string} file A TypeScript file.
 * @param {readonly string[]} args
 * @returns {[command: string, args: string[]]}
 */
export function programCommand(file, args) {
  // Resolved from here, so that it is found whatever the working directory is.
  return [process.execPath, ["--import", import.meta.resolve("tsx"), file, ...args]];
}
