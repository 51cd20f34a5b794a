/**
 * Runs the commands in the "sh" blocks of README.md and the guides, line by line. Trainings are those of preset tiny, and the programs that
 * npm's scripts stand for are called themselves (`run.test.ts` checks the scripts); all else is as it stands. Not here: `npm start` and
 * `npm test`, which are what runs this; what installs, which has tests of its own; and other documents, whose commands `documents.test.ts`
 * reads: those of docs/results.md take up to hours, and want data that is not here.
 */
import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { appCommand } from "./app-command.mjs";
import { runQuietly } from "./child.mjs";
import { readDocuments, shellLines } from "./documents.ts";
import { readersFolder } from "./reader.ts";

/** Trainings, on a busy machine. */
const LONGEST_MS = 300_000;

const NOT_HERE =
  /^npm (start|test|install)\b|^npm run (build|pnpm|bench|example|docs)|encdec-engine/;

/** What a document takes for granted beside the runs of `npm start`. */
const BEFORE: Readonly<Record<string, string>> = {
  "docs/guides/your-phrases.md":
    "npm run translate -- train --data phrases.tsv --data.target-language fr --text.reverse-source false --run runs/other",
};

const documents = readDocuments()
  .filter(({ path }) => /^README|^docs\/guides\//.test(path))
  .map((document) => ({
    path: document.path,
    lines: shellLines(document).filter(({ text }) => !NOT_HERE.test(text)),
  }))
  .filter(({ lines }) => lines.length > 0);

const folders: string[] = [];

/** Where `npm start` is done. */
let started: string;

function newFolder(): string {
  const folder = readersFolder();
  folders.push(folder);
  return folder;
}

/** The same line, with trainings of preset tiny. */
function shortened(line: string): string {
  const isTraining = /^npm run (train --|.* -- train\b)|^npm run compare( -- --preset \w+)?$/.test(
    line,
  );
  if (!isTraining || line.includes("--help")) return line;
  return `${line}${line.includes(" -- ") ? "" : " --"} --preset tiny`;
}

/** The same line with the programs that npm would call. */
function direct(line: string): string {
  const commandOf = (app: string): string => {
    const [node, [file = ""]] = appCommand(app, []);
    return `'${node}' '${file}'`;
  };
  return line
    .replace(/\bnpm run train -- ([a-z-]+)/, (_, app: string) => `${commandOf(app)} train`)
    .replace(/\bnpm run (?:--silent )?([a-z-]+)( --(?= |$))?/, (_, app: string) => commandOf(app));
}

async function expectDone(line: string, cwd: string): Promise<void> {
  const { exitCode, output } = await runQuietly("bash", ["-ec", direct(shortened(line))], { cwd });
  expect(exitCode, output).toBe(0);
}

beforeAll(async () => {
  started = newFolder();
  await expectDone("npm run compare -- --preset tiny --runs runs", started);
}, LONGEST_MS);

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

describe.each(documents)("$path", ({ path, lines }) => {
  let folder: string;

  beforeAll(async () => {
    folder = newFolder();
    cpSync(join(started, "runs"), join(folder, "runs"), { recursive: true });
    const before = BEFORE[path];
    if (before !== undefined) await expectDone(before, folder);
  }, LONGEST_MS);

  it.each(lines)("$line: $text", ({ text }) => expectDone(text, folder), LONGEST_MS);
});

it("finds the commands, and knows which are trainings and what is called", () => {
  const cli = (app: string): string => `'${appCommand(app, []).flat().join("' '")}'`;
  expect(direct("npm run x -- < a.txt")).toBe(`${cli("x")} < a.txt`);
  expect(direct("echo 1 | npm run x")).toBe(`echo 1 | ${cli("x")}`);
  expect(direct("npm run train -- x --epochs 1")).toBe(`${cli("x")} train --epochs 1`);
  expect(documents.flatMap(({ lines }) => lines).length).toBeGreaterThan(30);
  expect(shortened("npm run x -- train --data f.tsv")).toBe(
    "npm run x -- train --data f.tsv --preset tiny",
  );
  expect(shortened("npm run train -- x")).toBe("npm run train -- x --preset tiny");
  expect(shortened("npm run compare")).toBe("npm run compare -- --preset tiny");
  expect(shortened("npm run compare -- runs/a runs/b")).toBe("npm run compare -- runs/a runs/b");
  expect(shortened("npm run x -- train --help")).toBe("npm run x -- train --help");
});
