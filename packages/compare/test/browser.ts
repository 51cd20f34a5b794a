/** A real browser without a screen, where the machine has one. */
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, chromium } from "playwright-core";

/** What a page turned out to be. */
export interface OpenedPage {
  /** Errors and warnings of the console, and what was thrown. */
  readonly complaints: readonly string[];
  /** What was asked of the network, besides the file. */
  readonly requests: readonly string[];
  readonly title: string;
  /** Pictures that can be seen. */
  readonly pictures: number;
  /** Texts of the cells of all tables. */
  readonly cells: readonly string[];
  /** By how many pixels the page is wider than the screen. */
  readonly overflow: number;
  /** Contrast of text and background, 1 to 21. */
  readonly contrast: number;
}

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** Why a page was not opened. */
export const NO_BROWSER =
  "there is no Chromium on this machine; Debian's package is called chromium";

/** The browser's program; undefined where there is none. */
export function findChromium(): string | undefined {
  const folders = (process.env.PATH ?? "").split(delimiter);
  return folders
    .flatMap((folder) => NAMES.map((name) => join(folder, name)))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

/** Starts the browser; tests of this project run as root in containers. */
export function startBrowser(executablePath: string): Promise<Browser> {
  return chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-dev-shm-usage"] });
}

/** Opens a page on a screen of a width in CSS pixels. */
export async function openPage(
  browser: Browser,
  file: string,
  { width, colorScheme }: { readonly width: number; readonly colorScheme: "light" | "dark" },
): Promise<OpenedPage> {
  const page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme });
  const complaints: string[] = [];
  const requests: string[] = [];
  const url = pathToFileURL(file).href;
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("dialog", (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("request", (request) => {
    if (request.url() !== url) requests.push(request.url());
  });
  await page.goto(url);
  const found = (await page.evaluate(MEASURE)) as Omit<OpenedPage, "complaints" | "requests">;
  await page.close();
  return { complaints, requests, ...found };
}

/** Runs in the page, whose types this project does not know. */
const MEASURE = `(() => {
  const luminance = (color) => {
    const [r, g, b] = color.match(/[\\d.]+/g).slice(0, 3).map((part) => {
      const share = Number(part) / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const { color, backgroundColor } = getComputedStyle(document.body);
  const [dark, light] = [color, backgroundColor].map(luminance).sort((a, b) => a - b);
  return {
    title: document.title,
    pictures: [...document.querySelectorAll("svg")].filter((svg) => {
      const { width, height } = svg.getBoundingClientRect();
      return width > 40 && height > 40;
    }).length,
    cells: [...document.querySelectorAll("td")].map((cell) => cell.textContent),
    overflow: document.documentElement.scrollWidth - innerWidth,
    contrast: (light + 0.05) / (dark + 0.05),
  };
})()`;
