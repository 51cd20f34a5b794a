/**
 * Runs the commands in the "sh" blocks of README.md, docs/ and the packages' pages, line by line, and the "ts" blocks that begin with a stored
 * run. Trainings are of one epoch of preset tiny, with small files in the place of the reader's own and of downloads, and the programs that npm's
 * scripts stand for are called themselves (`run.test.ts` checks the scripts); all else is as it stands. Not here: `npm start` and `npm test`,
 * which are what runs this; what installs, which has tests of its own; and what takes a benchmark of minutes to hours, the data of one, or
 * Python (`documents.test.ts` reads those, `documents-python.test.ts` runs the Python).
 */
import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { appCommand } from "./app-command.mjs";
import { runQuietly } from "./child.mjs";
import { readDocuments, shellLines } from "./documents.ts";
import { readExamples, removeExamples, writeExamples } from "./examples.ts";
import { readersFolder } from "./reader.ts";
import { sourceCommand } from "./source-command.mjs";

/** Trainings, on a busy machine. */
const LONGEST_MS = 300_000;

const NOT_HERE =
  /^npm (start|test|install|pack)\b|npm run (build|pnpm|bench|example|docs)|encdec-engine|--data (debian|ETTh1)|\bpython/;

const OTHER_TRANSLATOR =
  "npm run translate -- train --data phrases.tsv --data.target-language fr --text.reverse-source false";

/** What a document takes for granted beside the runs of `npm start`. */
const BEFORE: Readonly<Record<string, readonly string[]>> = {
  "docs/guides/your-phrases.md": [`${OTHER_TRANSLATOR} --run runs/other`],
  // These begin with the training.
  "packages/forecast/README.md": ["rm -r runs/forecast"],
  "packages/learn-to-execute/README.md": ["rm -r runs/learn-to-execute"],
  "packages/summarize/README.md": ["rm -r runs/summarize"],
  "packages/compare/README.md": [
    "cp -r runs old && mv old runs/old",
    "npm run translate -- train --text.reverse-source false --run runs/forward",
  ],
  "packages/translate/README.md": [
    "mv runs/translate runs/a",
    "npm run translate -- train --seed 2 --run runs/b",
  ],
};

const documents = readDocuments()
  .filter(({ path }) => /^(README\.md|docs\/|packages\/)/.test(path))
  .map((document) => ({
    path: document.path,
    lines: shellLines(document).filter(({ text }) => !NOT_HERE.test(text)),
  }))
  .filter(({ lines }) => lines.length > 0);

/** Blocks of TypeScript that are not run elsewhere. */
const examples = writeExamples(readExamples().filter(({ isRunnable }) => !isRunnable));

const folders: string[] = [];

/** Where `npm start` is done. */
let started: string;

function newFolder(): string {
  const folder = readersFolder();
  folders.push(folder);
  return folder;
}

/** The same line, with trainings of one epoch of preset tiny. */
function shortened(line: string): string {
  if (line.includes("--help")) return line;
  // The app's own data take seconds to read; the runs that all begin with have them.
  const needsData = line.includes("run summarize") && !line.includes("--data ");
  const options = needsData ? "--epochs 1 --data texts.jsonl" : "--epochs 1";
  if (/^npm run (train --|.* -- train\b)/.test(line)) return `${tiny(line)} ${options}`;
  return /^npm run compare( -- --preset \w+)?$/.test(line) ? tiny(line) : line;
}

function tiny(line: string): string {
  if (line.includes("--preset")) return line.replace(/--preset \w+/, "--preset tiny");
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
  removeExamples();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

describe.each(documents)("$path", ({ path, lines }) => {
  let folder: string;

  beforeAll(async () => {
    folder = newFolder();
    cpSync(join(started, "runs"), join(folder, "runs"), { recursive: true });
    for (const line of BEFORE[path] ?? []) await expectDone(line, folder);
  }, LONGEST_MS);

  it.each(lines)("$line: $text", ({ text }) => expectDone(text, folder), LONGEST_MS);
});

describe("TypeScript that begins with a stored run", () => {
  it.each(examples)("$name", async ({ file }) => {
    const [command, args] = sourceCommand(file, []);
    const { exitCode, output } = await runQuietly(command, args, { cwd: started });
    expect(exitCode, output).toBe(0);
  });

  it("is there", () => {
    expect(examples.length).toBeGreaterThan(1);
  });
});

it("finds the commands, and knows which are trainings and what is called", () => {
  const cli = (app: string): string => `'${appCommand(app, []).flat().join("' '")}'`;
  expect(direct("npm run x -- < a.txt")).toBe(`${cli("x")} < a.txt`);
  expect(direct("echo 1 | npm run x")).toBe(`echo 1 | ${cli("x")}`);
  expect(direct("npm run train -- x --epochs 1")).toBe(`${cli("x")} train --epochs 1`);
  expect(documents.flatMap(({ lines }) => lines).length).toBeGreaterThan(80);
  expect(shortened("npm run x -- train --data f.tsv")).toBe(
    "npm run x -- train --data f.tsv --preset tiny --epochs 1",
  );
  expect(shortened("npm run summarize -- train --seed 1")).toBe(
    "npm run summarize -- train --seed 1 --preset tiny --epochs 1 --data texts.jsonl",
  );
  expect(shortened("npm run train -- x")).toBe("npm run train -- x --preset tiny --epochs 1");
  expect(shortened("npm run x -- train --preset full --seed 1")).toBe(
    "npm run x -- train --preset tiny --seed 1 --epochs 1",
  );
  expect(shortened("npm run compare")).toBe("npm run compare -- --preset tiny");
  expect(shortened("npm run compare -- runs/a runs/b")).toBe("npm run compare -- runs/a runs/b");
  expect(shortened("npm run x -- train --help")).toBe("npm run x -- train --help");
});
