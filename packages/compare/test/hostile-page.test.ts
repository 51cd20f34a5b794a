/** Markup in the data stays text in a real browser. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { comparisonReport } from "@encdec/compare";
import { afterAll, beforeAll, expect, it } from "vitest";
import { findChromium, NO_BROWSER, openPage, startBrowser } from "./browser.ts";
import { forecast, scored, translation } from "./evaluations.ts";

const MARKUP = `</td></table><script>alert(1)</script><img src="https://example.com/x.png" onerror="alert(2)">`;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "encdec-compare-"));
});
afterAll(() => rm(folder, { recursive: true }));

it("shows markup in a source phrase as it was written", { timeout: 60_000 }, async ({ skip }) => {
  const found = findChromium() ?? skip(NO_BROWSER);
  const hostile = translation({
    examples: { head: ["", "source", "translation"], rows: [["right", MARKUP, MARKUP]] },
    attention: [{ source: [MARKUP, "b"], target: [MARKUP], weights: [[0.5, 0.5]] }],
  });
  const file = join(folder, "report.html");
  const options = { title: MARKUP, command: MARKUP };
  const results = [scored(hostile, { run: MARKUP }), scored(forecast())];
  await writeFile(file, await comparisonReport(results, options));
  const browser = await startBrowser(found);
  try {
    const page = await openPage(browser, file, { width: 360, colorScheme: "light" });
    expect(page).toMatchObject({ complaints: [], requests: [], title: MARKUP, overflow: 0 });
    expect(page.cells.filter((cell) => cell === MARKUP)).toHaveLength(2);
    expect(page.pictures).toBe(1 + 3 + 3);
  } finally {
    await browser.close();
  }
});
