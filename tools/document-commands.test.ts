/**
 * Runs the commands in the "sh" blocks of the documents, line by line, and the "ts" blocks that begin with a stored run. Trainings are of one
 * epoch of preset tiny, with small files in the place of the reader's own and of downloads. The programs that npm's scripts stand for are called
 * themselves (`run.test.ts` checks the scripts): compiled for the README and where a line needs a shell, else in the process of the test. All
 * else is as it stands. What measures, builds or installs is run by other tests (`runnerOf`).
 */
import { cpSync, mkdirSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { RunCommand } from "../packages/core/test/app-command.ts";
import { commandHere } from "../packages/core/test/command-here.ts";
import { appCommand } from "./app-command.mjs";
import { runQuietly } from "./child.mjs";
import { linesOfRunner, parseLine, type ShellLine } from "./documents.ts";
import { cacheFolder, root } from "./environment.mjs";
import { readExamples, removeExamples, writeExamples } from "./examples.ts";
import { programCommand } from "./program-command.mjs";
import { PYTHON, readersFolder } from "./reader.ts";

/** Trainings, on a busy machine. */
const LONGEST_MS = 300_000;

const OTHER_TRANSLATOR =
  "npm run translate -- train --data phrases.tsv --data.target-language fr --text.reverse-source false";

/** Their commands, in this process. */
const APPS_HERE: ReadonlyMap<string, RunCommand> = new Map(
  ["translate", "summarize", "forecast", "learn-to-execute"].map((app) => [
    app,
    commandHere(new URL(`../packages/${app}/src/cli.ts`, import.meta.url)),
  ]),
);

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

const documents = linesOfRunner("commands");

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
  if (/^npm run (train --|.* -- train\b)/.test(line)) return shortTraining(line);
  // Other presets than the small one have a folder of their own.
  if (/^npm (start|run compare( -- --preset \w+)?)$/.test(line)) return `${tiny(line)} --runs runs`;
  return withQuickData(line);
}

function shortTraining(line: string): string {
  // It goes with its data: their parts are numbers of rows.
  if (line.includes("--preset patched"))
    return `${line} --epochs 1 --model.units 8 --training.batch-size 1024`;
  return withQuickData(`${tiny(line)} --epochs 1`);
}

/** The summarizer's own data take seconds to read; the runs that all begin with have them. */
function withQuickData(line: string): string {
  const readsOwn = /run summarize -- (train|data)\b/.test(line) && !line.includes("--data ");
  return readsOwn ? `${line} --data texts.jsonl` : line;
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
    .replace(/^npm start --/, `'${process.execPath}' '${join(root, "tools", "start.mjs")}'`)
    .replace(/^encdec-([a-z]+)/, (_, app: string) => commandOf(app))
    .replace(/\bnpm run train -- ([a-z-]+)/, (_, app: string) => `${commandOf(app)} train`)
    .replace(/\bnpm run (?:--silent )?([a-z-]+)( --(?= |$))?/, (_, app: string) => commandOf(app));
}

/** A cache folder with this machine's engine, and the reader's texts in the place of Debian's. */
function newCache(): string {
  const folder = newFolder();
  const [data, engine] = ["data", "engine"].map((name) => join(folder, "encdec", name)) as [
    string,
    string,
  ];
  mkdirSync(join(data, "debian-descriptions-en"), { recursive: true });
  cpSync(join(folder, "texts.jsonl"), join(data, "debian-descriptions-en", "examples.jsonl"));
  symlinkSync(join(cacheFolder, "engine"), engine);
  return folder;
}

/** The app of a line, and what it gets, where no shell is needed. */
function appCall(line: string): { readonly run: RunCommand; readonly args: string[] } | undefined {
  if (/[|<>&;$]/.test(line)) return undefined;
  const [npm, verb, ...words] = parseLine(line)[0]?.words ?? [];
  if (npm !== "npm" || verb !== "run") return undefined;
  const [script = "", ...rest] = words.filter((word) => word !== "--silent" && word !== "--");
  const [app = "", ...args] =
    script === "train" ? [rest[0] ?? "", script, ...rest.slice(1)] : [script, ...rest];
  const run = APPS_HERE.get(app);
  return run && { run, args };
}

/** Runs a line as the reader does: by a shell, with the compiled programs. */
async function expectDone(line: string, cwd: string): Promise<void> {
  const { exitCode, output } = await runQuietly("bash", ["-ec", direct(shortened(line))], { cwd });
  expect(exitCode, output).toBe(0);
}

/** Runs a line in this process, which has the engine already, where it is one command of an app. */
async function expectDoneHere(line: string, cwd: string): Promise<void> {
  const call = appCall(shortened(line));
  if (call === undefined) return expectDone(line, cwd);
  if (line.includes("--data debian")) vi.stubEnv("XDG_CACHE_HOME", newCache());
  const before = process.cwd();
  process.chdir(cwd);
  try {
    const { exitCode, stdout, stderr } = await call.run(call.args);
    expect(exitCode, `${stdout}${stderr}`).toBe(0);
  } finally {
    process.chdir(before);
    vi.unstubAllEnvs();
  }
}

/** Why Python cannot run a line; `undefined` if it can, or is not asked. */
async function whatPythonLacks({ text }: ShellLine): Promise<string | undefined> {
  if (!text.startsWith(".venv/bin/python ")) return undefined;
  const { exitCode } = await runQuietly(PYTHON, ["-c", "import rouge_score"]);
  return exitCode === 0 ? undefined : `${PYTHON} has no rouge-score; ENCDEC_PYTHON names another`;
}

beforeAll(async () => {
  started = newFolder();
  await expectDone("npm start", started);
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
    for (const line of BEFORE[path] ?? []) await expectDoneHere(line, folder);
  }, LONGEST_MS);

  it.for(lines)("$line: $text", { timeout: LONGEST_MS }, async (line, { skip }) => {
    const missing = await whatPythonLacks(line);
    if (missing !== undefined) skip(missing);
    // The README's as they stand, those of other documents without starting a process for each.
    if (path === "README.md") await expectDone(line.text, folder);
    else await expectDoneHere(line.text, folder);
  });
});

describe("TypeScript that begins with a stored run", () => {
  it.each(examples)("$name", async ({ file }) => {
    const [command, args] = programCommand(file, []);
    const { exitCode, output } = await runQuietly(command, args, { cwd: started });
    expect(exitCode, output).toBe(0);
  });

  it("is there", () => {
    expect(examples.length).toBeGreaterThan(1);
  });
});

it("knows which commands need no shell, and sees those that fail", async () => {
  expect(appCall("echo 1 | npm run translate")).toBeUndefined();
  expect(appCall("npm run compare -- runs/a")).toBeUndefined();
  expect(appCall("npm run translate -- 'a b' --n-best 2")?.args).toEqual(["a b", "--n-best", "2"]);
  const train = appCall("npm run train -- forecast --epoch 1");
  expect(train?.args).toEqual(["train", "--epoch", "1"]);
  expect((await train?.run(train.args))?.exitCode).toBe(2);
});

it("finds the commands, and knows which are trainings and what is called", () => {
  const cli = (app: string): string => `'${appCommand(app, []).flat().join("' '")}'`;
  expect(direct("npm run x -- < a.txt")).toBe(`${cli("x")} < a.txt`);
  expect(direct("echo 1 | npm run x")).toBe(`echo 1 | ${cli("x")}`);
  expect(direct("npm run train -- x --epochs 1")).toBe(`${cli("x")} train --epochs 1`);
  expect(documents.flatMap(({ lines }) => lines).length).toBeGreaterThan(95);
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
  expect(shortened("npm start")).toBe("npm start -- --preset tiny --runs runs");
  expect(direct("encdec-x install")).toBe(`${cli("x")} install`);
  expect(shortened("npm run compare")).toBe("npm run compare -- --preset tiny --runs runs");
  expect(shortened("npm run compare -- runs/a runs/b")).toBe("npm run compare -- runs/a runs/b");
  expect(shortened("npm run x -- train --help")).toBe("npm run x -- train --help");
});
