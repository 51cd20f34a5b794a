// @ts-check
/** What to tell somebody whose set-up failed. */

/** A failure whose message tells the user what to do. */
export class SetupError extends Error {}

/**
 * What failing commands print, and what helps; the first that matches is taken.
 *
 * @type {readonly { pattern: RegExp, remedy: string }[]}
 */
const remedies = [
  {
    pattern: /error TS\d+:/,
    remedy: "Mend the sources, or take back what was changed with `git checkout packages`.",
  },
  {
    pattern: /ENOSPC|no space left/i,
    remedy: "The disk is full: make room (2 GB suffice).",
  },
  {
    pattern: /EACCES|EPERM|EROFS|permission denied/i,
    remedy: "A file may not be written: make the checkout and the cache folder writable.",
  },
  {
    pattern: /ERR_PNPM_NO_LOCKFILE/,
    remedy: "pnpm-lock.yaml is missing: restore it with `git checkout pnpm-lock.yaml`.",
  },
  {
    pattern: /ERR_PNPM_OUTDATED_LOCKFILE/,
    remedy:
      "A package.json was changed: run `npm run pnpm -- install --no-frozen-lockfile` and keep the new lockfile.",
  },
  {
    pattern: /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ENETUNREACH|TIMEDOUT|TIMEOUT|network/i,
    remedy:
      "The package registry cannot be reached: check the network and its proxy, or name another registry with `npm config set registry URL`.",
  },
  {
    pattern: /CERT_|self.signed|certificate/i,
    remedy:
      "The registry's certificate is not trusted: set NODE_EXTRA_CA_CERTS to a file of those that are.",
  },
  {
    pattern: /\bE?40[134]\b|ERR_PNPM_FETCH_4/,
    remedy: "The package registry refuses or lacks a package: check `npm config get registry`.",
  },
];

/**
 * @param {string} task What could not be done, as in "Cannot <task>".
 * @param {string} output What the failing command printed.
 * @returns {string} The end of the output and what to do about it.
 */
export function explainFailure(task, output) {
  const lines = output
    .split("\n")
    .filter((line) => line.trim() && !/^npm (warn|notice)/i.test(line));
  const remedy =
    remedies.find(({ pattern }) => pattern.test(output))?.remedy ??
    "Remove node_modules and run the command again.";
  const end = lines.slice(-10).map((line) => `  ${line}`);
  return [...end, `Cannot ${task}: its output ends as above. ${remedy}`].join("\n");
}
