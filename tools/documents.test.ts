import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { appCommand as commandOf } from "./app-command.mjs";
import { type AppCommand, appCommand } from "./app-commands.ts";
import { ROOMS } from "./architecture.ts";
import { runQuietly } from "./child.mjs";
import {
  codeBlocks,
  firstCells,
  isThere,
  namedPaths,
  parseLine,
  readDocuments,
  type ShellCommand,
  shellCommands,
} from "./documents.ts";
import { root } from "./environment.mjs";
import { READERS_FILES } from "./reader.ts";
import { scripts } from "./scripts.ts";

const APPS = ["translate", "summarize", "forecast", "learn-to-execute", "compare", "engine"];

/** Files that the documents call the reader's own. */
const OF_THE_READER = new Set([
  ...Object.keys(READERS_FILES),
  ...["source.txt", "target.txt", "mine.yaml", "load.yaml", "ETTh1.csv"],
  ...["summaries.jsonl", "scores.json", ".venv/bin/python"],
]);

/** Flags whose value is a file that the command writes. */
const OUTPUT_FLAGS = ["--output", "--plot", "--map", "--attention", "--report", "--heat-map"];

/** Flags of every program, of npm and of an example. */
const FLAGS_OF_OTHERS = new Set(["--help", "--version", "--ignore-scripts", "--stop-at"]);

const documents = readDocuments();
const commands = documents.flatMap(shellCommands);
const apps = new Map<string, AppCommand>();
const NOTHING = { path: "", text: "" };
const folder = mkdtempSync(join(os.tmpdir(), "encdec-documents-"));

beforeAll(async () => {
  for (const app of APPS) apps.set(app, await appCommand(app));
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What is wrong with a command; empty if nothing is. */
async function problemOf(command: ShellCommand): Promise<string> {
  const [program = "", ...args] = command.words;
  const missing = missingFile(command);
  if (missing !== undefined) return `there is no file ${missing}`;
  if (program === "npm") return problemOfNpm(args, command.name);
  if (program === "npx") return problemOf({ ...command, words: args });
  if (program.startsWith("encdec-")) return problemOfApp(program.slice("encdec-".length), args);
  return ["cat", "cut", "echo", "cd", "git", ".venv/bin/python"].includes(program)
    ? ""
    : `unknown program ${program}`;
}

async function problemOfNpm([verb = "", ...rest]: string[], name: string): Promise<string> {
  if (["start", "test"].includes(verb)) return "";
  // A project of the reader's own installs packs and has scripts of its own.
  if (name.startsWith("examples/own-project/") && ["install", "run"].includes(verb)) return "";
  if (["pack", "install"].includes(verb)) return "";
  if (verb !== "run") return `unknown verb npm ${verb}`;
  const [script = "", separator, ...args] = rest[0] === "--silent" ? rest.slice(1) : rest;
  const line = scripts[script];
  if (line === undefined) return `there is no script ${script}`;
  if (separator !== undefined && separator !== "--") return `npm itself takes ${separator}`;
  if (script === "train") return problemOfApp(args[0] ?? "", ["train", ...args.slice(1)]);
  if (line === `node tools/run.mjs ${script}`) return problemOfApp(script, args);
  const file = line.split(" ").at(-1) ?? "";
  if (!file.endsWith(".ts")) return "";
  // Where flags that several programs have are added.
  const shared = ["benchmarks/options.ts", "packages/core/src/command-line/app-options.ts"];
  const text = [file, ...shared].map((name) => readFileSync(join(root, name), "utf8")).join("\n");
  const unknown = args
    .filter((arg) => arg.startsWith("--") && arg !== "--help")
    .find((flag) => !new RegExp(`["\\s](--)?${flag.slice(2)}["\\s:]`).test(text));
  return unknown === undefined ? "" : `${file} knows no ${unknown}`;
}

async function problemOfApp(app: string, args: string[]): Promise<string> {
  return apps.get(app)?.read(args) ?? `there is no app ${app}`;
}

/** A file that a command reads and that is neither of this repository nor the reader's own. */
function missingFile({ words, input }: ShellCommand): string | undefined {
  const read = words.filter((_, index) => !OUTPUT_FLAGS.includes(words[index - 1] ?? ""));
  return [...read.slice(1), ...(input === undefined ? [] : [input])].find(
    (word) =>
      /^[\w./-]+\.(tsv|csv|txt|md|jsonl?|ya?ml|py|mjs|ts|po|tmx)$|\/python$/.test(word) &&
      !OF_THE_READER.has(word) &&
      !isThere(word),
  );
}

describe("the documents", () => {
  it("have commands that the programs understand", async () => {
    const problems: string[] = [];
    for (const command of commands) {
      const problem = await problemOf(command);
      if (problem !== "") problems.push(`${command.name}\n    ${problem}`);
    }
    expect(problems.join("\n")).toBe("");
    expect(commands.length).toBeGreaterThan(100);
  });

  it("name flags in their sentences that some program has", () => {
    const flags = new Set([...apps.values()].flatMap((app) => app.flags));
    const unknown = documents.flatMap(({ path, text }) =>
      [...text.matchAll(/`(--[a-z][\w.-]*)/g)]
        .map((match) => match[1] ?? "")
        .filter((flag) => !flags.has(flag) && !FLAGS_OF_OTHERS.has(flag))
        .map((flag) => `${path}: ${flag}`),
    );
    expect(unknown).toEqual([]);
  });

  it("show the rooms of core as the rules have them", () => {
    const text = documents.find(({ path }) => path === "docs/architecture.md")?.text ?? "";
    const section = text.slice(
      text.indexOf("## Rooms of core"),
      text.indexOf("Only `persistence/`"),
    );
    const rows = section.matchAll(/^\| `([a-z-]+)\/` .*\| ([a-z, -]*?) *\|$/gm);
    const rooms = [...rows].map(([, room = "", imports = ""]) => [room, imports.split(", ")]);
    const rules = Object.entries(ROOMS).map(([room, imports]) => [
      room,
      imports.length === 0 ? [""] : imports,
    ]);
    expect(Object.fromEntries(rooms)).toEqual(Object.fromEntries(rules));
  });

  it("name paths that are there", () => {
    const named = documents.flatMap(({ path, text }) =>
      namedPaths(text).map((target) => ({ path, target })),
    );
    // Made by `npm run docs`.
    const missing = named.filter(
      ({ target }) => !target.startsWith("docs/api") && !isThere(target),
    );
    expect(missing).toEqual([]);
    expect(named.length).toBeGreaterThan(20);
  });

  it("show the files of the apps as they are", () => {
    const text = documents.find(({ path }) => path === "docs/architecture.md")?.text ?? "";
    const sources = (app: string): string[] =>
      readdirSync(join(root, "packages", app, "src"))
        .filter((file) => !file.endsWith(".test.ts"))
        .sort();
    const files = firstCells(text, "Files of an app").flat();
    expect(files.length).toBeGreaterThan(8);
    for (const app of APPS.slice(0, 4)) expect(sources(app)).toEqual(expect.arrayContaining(files));
    const ofCompare = firstCells(text, "Files of compare").flat();
    expect([...ofCompare, "cli.ts", "config.ts", "index.ts"].sort()).toEqual(sources("compare"));
  });

  it("have no block of code that nothing checks", () => {
    const checked = /^(sh|yaml|python|text|csv|ts run)$/;
    const others = documents.flatMap(({ path, text }) =>
      codeBlocks(text)
        // Blocks of a package's page that only begin with a stored run have their types checked.
        .filter(({ language }) => !(language === "ts" && path.startsWith("packages/")))
        .filter(({ language }) => !checked.test(language))
        .map(({ language, line }) => `${path}:${line}: ${language}`),
    );
    expect(others).toEqual([]);
  });

  it("have settings files that the apps accept", async () => {
    const blocks = documents.flatMap(({ text }) =>
      codeBlocks(text).filter(({ language }) => language === "yaml"),
    );
    expect(blocks.length).toBeGreaterThan(0);
    for (const [index, { code }] of blocks.entries()) {
      const file = join(folder, `${index}.yaml`);
      writeFileSync(file, code);
      const [command] = parseLine(/^# .*?: (npm .*)$/m.exec(code)?.[1] ?? "");
      const words = command?.words.map((word) => (word.endsWith(".yaml") ? file : word)) ?? [];
      expect(await problemOfNpm(words.slice(1), "")).toBe("");
      expect(words).toContain(file);
    }
  });

  it("have links to files that are there", () => {
    const broken = documents.flatMap(({ path, text }) =>
      [...text.matchAll(/\]\(([^)#:\s]+)(?:#[^)]*)?\)/g)]
        .map((match) => join(path, "..", match[1] ?? ""))
        .filter((target) => !isThere(target))
        .map((target) => `${path}: ${target}`),
    );
    expect(broken).toEqual([]);
  });
});

describe("a guide's sample", () => {
  it.each([
    { guide: "your-phrases.md", app: "translate", file: "phrases.tsv", found: "bonjour" },
    { guide: "your-documents.md", app: "summarize", file: "texts.jsonl", found: "summary" },
    { guide: "your-series.md", app: "forecast", file: "load.csv", found: "load" },
  ])("of $guide is data that $app reads", async ({ guide, app, file, found }) => {
    const document = documents.find(({ path }) => path.endsWith(`/${guide}`)) ?? NOTHING;
    const sample = codeBlocks(document.text).find(({ language }) => language === "text");
    expect(sample?.code).toContain(found);
    writeFileSync(join(folder, file), sample?.code ?? "");
    // The guide's first command, which looks at the data.
    const look = shellCommands(document).find(({ words }) => words.includes("data"));
    const [, , script, , ...words] = look?.words ?? [];
    expect(script).toBe(app);
    const [node, args] = commandOf(app, [...words, "--json"]);
    const { exitCode, stdout, output } = await runQuietly(node, args, { cwd: folder });
    expect(exitCode, output).toBe(0);
    expect(JSON.parse(stdout)).toBeTypeOf("object");
  });
});

describe("the check of commands", () => {
  it.each([
    ["npm run translate -- train --no-such-flag 1", "no-such-flag"],
    ["npm run translate -- trian", "verb"],
    ["npm run translate -- train --model.units many", "units"],
    ["npm run translte", "no script"],
    ["npm run translate --quiet", "npm itself"],
    ["npm run translate -- train --data missing.tsv", "missing.tsv"],
    ["npm run bench -- --no-such-flag", "knows no"],
    ["make all", "unknown program"],
  ])("finds what is wrong with %s", async (line, problem) => {
    const [command] = parseLine(line);
    expect(await problemOf({ name: line, words: [], ...command })).toContain(problem);
  });

  it("joins lines, leaves comments and environment out, and follows pipes", () => {
    const text =
      "```sh\nA=1 npm run x -- \\\n  --b 'c d' < in.txt | cut -f1 > out.txt # why\n```\n";
    expect(shellCommands({ path: "a.md", text })).toEqual([
      expect.objectContaining({
        words: ["npm", "run", "x", "--", "--b", "c d"],
        input: "in.txt",
      }),
      expect.objectContaining({ words: ["cut", "-f1"], output: "out.txt" }),
    ]);
  });
});
