/**
 * Makes the README's picture of the report of `npm start` or `npm run compare`: its beginning, in light colours.
 *
 *     npm run docs:picture
 *     npm run docs:picture -- --report runs/compare/report.html --output docs/pictures/report.png
 */
import { mkdir } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { findChromium, NO_BROWSER, startBrowser } from "../packages/compare/test/browser.ts";
import { root } from "./environment.mjs";

/** CSS pixels. */
const SCREEN = { width: 1000, height: 900 };

const { values } = parseArgs({
  options: {
    report: { type: "string", default: join(root, "runs", "compare", "report.html") },
    output: { type: "string", default: join(root, "docs", "pictures", "report.png") },
  },
});

const chromium = findChromium();
if (chromium === undefined) throw new Error(`Cannot make the picture: ${NO_BROWSER}`);
const browser = await startBrowser(chromium);
try {
  const page = await browser.newPage({ viewport: SCREEN, colorScheme: "light" });
  await page.goto(pathToFileURL(resolve(values.report)).href);
  // The table and the chart of all tasks, without what follows of each of them.
  const end = (await page.locator("h2").nth(2).boundingBox())?.y ?? SCREEN.height;
  const output = resolve(values.output);
  await mkdir(dirname(output), { recursive: true });
  await page.screenshot({
    path: output,
    fullPage: true,
    clip: { x: 0, y: 0, width: SCREEN.width, height: end - 40 },
  });
} finally {
  await browser.close();
}
