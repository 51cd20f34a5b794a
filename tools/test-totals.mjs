// @ts-check
/** The one line that a test run ends with. */

/**
 * @typedef {object} Report What is used of the JSON reporter's report.
 * @property {number} numPassedTests
 * @property {number} numFailedTests
 * @property {number} numPendingTests
 * @property {number} numTodoTests
 * @property {readonly { status: string, assertionResults: readonly { status: string }[] }[]} testResults
 */

/**
 * Counts tests as the runner did; a file that failed outside its tests counts as one failure, and
 * so do a missing report and a failing exit code that nothing else explains.
 *
 * @param {Report | undefined} report
 * @param {number} exitCode The runner's.
 * @returns {{ line: string, failed: number }} `line` is "N passed, N failed[, N skipped]".
 */
export function totals(report, exitCode) {
  if (report === undefined) return { line: "0 passed, 1 failed", failed: 1 };
  const crashedFiles = report.testResults.filter(
    ({ status, assertionResults }) =>
      status === "failed" && !assertionResults.some((test) => test.status === "failed"),
  ).length;
  const counted = report.numFailedTests + crashedFiles;
  const failed = counted === 0 && exitCode !== 0 ? 1 : counted;
  const skipped = report.numPendingTests + report.numTodoTests;
  const line = `${report.numPassedTests} passed, ${failed} failed`;
  return { line: skipped > 0 ? `${line}, ${skipped} skipped` : line, failed };
}
