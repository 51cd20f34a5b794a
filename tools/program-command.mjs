// @ts-check
/** How Node.js runs the packages' TypeScript sources without a build. */

/**
 * @param {string} file A TypeScript file.
 * @param {readonly string[]} args
 * @returns {[command: string, args: string[]]}
 */
export function sourceCommand(file, args) {
  // Resolved from here, so that it is found whatever the working directory is.
  const tsx = import.meta.resolve("tsx");
  return [process.execPath, ["--conditions=@encdec/source", "--import", tsx, file, ...args]];
}
