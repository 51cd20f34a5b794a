/** The Markdown documents of the repository, their blocks of code and the commands that they show. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "shell-quote";
import { root } from "./environment.mjs";
import { packageNames } from "./sources.ts";

const FOLDERS: readonly string[] = [
  ".",
  "docs",
  "docs/guides",
  "benchmarks",
  "examples",
  "examples/own-project",
  ...packageNames.map((name) => `packages/${name}`),
];

export interface Document {
  /** Relative to the root, with forward slashes: `docs/guides/weights.md`. */
  path: string;
  text: string;
}

export interface CodeBlock {
  /** What stands behind the three backticks: `sh`, `ts run`. */
  language: string;
  code: string;
  line: number;
}

/** A line of a shell, without the comment that explains it. */
export interface ShellLine {
  text: string;
  line: number;
}

/** A program with its arguments, as a reader would type it. */
export interface ShellCommand {
  /** Where it stands: `README.md:12: npm test`. */
  name: string;
  words: string[];
  /** Files that it reads from (`<`) and writes to (`>`). */
  input?: string;
  output?: string;
}

/** Every document, in alphabetical order of the folders. */
export function readDocuments(): Document[] {
  return FOLDERS.flatMap((folder) =>
    readdirSync(join(root, folder))
      .filter((file) => file.endsWith(".md"))
      .map((file) => ({
        path: join(folder, file).replaceAll("\\", "/"),
        text: readFileSync(join(root, folder, file), "utf8").replaceAll("\r\n", "\n"),
      })),
  );
}

/** The blocks of code of a document. */
export function codeBlocks(text: string): CodeBlock[] {
  return [...text.matchAll(/^```(.*)\n([\s\S]*?)^```$/gm)].map((match) => ({
    language: match[1] ?? "",
    code: match[2] ?? "",
    line: text.slice(0, match.index).split("\n").length + 1,
  }));
}

/** The lines of a document's "sh" blocks, as a reader would type them. */
function shellLines({ text }: Document): ShellLine[] {
  return codeBlocks(text)
    .filter(({ language }) => language === "sh")
    .flatMap(({ code, line }) => linesOf(code).map(({ text, at }) => ({ text, line: line + at })));
}

/** Which tests run a line of a shell. */
export type Runner =
  /** `tools/document-commands.test.ts`. */
  | "commands"
  /** `benchmarks/commands.test.ts`. */
  | "measurements"
  /** `tools/build.test.ts`. */
  | "build"
  /** `examples/own-project/own-project.test.ts`. */
  | "own project"
  /** Nothing but itself. */
  | "npm test";

/** Every line has a runner. */
function runnerOf({ path }: Document, { text }: ShellLine): Runner {
  if (path.startsWith("examples/own-project/")) return "own project";
  if (text === "npm test") return "npm test";
  if (/\bnpm run (bench|example)/.test(text)) return "measurements";
  return /^npm (pack|run build)\b/.test(text) ? "build" : "commands";
}

/** The lines that such a test runs, by document. */
export function linesOfRunner(runner: Runner): { path: string; lines: ShellLine[] }[] {
  return readDocuments()
    .map((document) => ({
      path: document.path,
      lines: shellLines(document).filter((line) => runnerOf(document, line) === runner),
    }))
    .filter(({ lines }) => lines.length > 0);
}

/** The commands of a document: those of its "sh" blocks, and those in its sentences and tables. */
export function shellCommands(document: Document): ShellCommand[] {
  const { path, text } = document;
  const prose = text.replace(/^```[\s\S]*?^```$/gm, (block) => block.replace(/[^\n]/g, ""));
  const inline = [...prose.matchAll(/`((?:npm|npx|encdec-[a-z-]+) [^`]+)`/g)].map((match) => ({
    text: match[1] ?? "",
    line: prose.slice(0, match.index).split("\n").length,
  }));
  return [...shellLines(document), ...inline].flatMap(({ text, line }) =>
    parseLine(text).map((command) => ({ ...command, name: `${path}:${line}: ${text}` })),
  );
}

/** Lines without comments, those that end in a backslash joined with the next. */
function linesOf(code: string): { text: string; at: number }[] {
  const lines: { text: string; at: number }[] = [];
  for (const [at, commented] of code.trimEnd().split("\n").entries()) {
    const line = commented.replace(/(^|\s+)#.*$/, "");
    const last = lines.at(-1);
    if (last?.text.endsWith("\\")) last.text = `${last.text.slice(0, -1).trimEnd()} ${line.trim()}`;
    else lines.push({ text: line, at });
  }
  return lines.filter(({ text }) => text.trim() !== "");
}

/** The commands of a line, which pipes separate. */
export function parseLine(line: string): Omit<ShellCommand, "name">[] {
  const commands: Omit<ShellCommand, "name">[] = [{ words: [] }];
  let redirection: "input" | "output" | undefined;
  for (const part of parse(line, (variable) => `$${variable}`)) {
    const command = commands.at(-1) ?? { words: [] };
    if (typeof part === "string" || ("op" in part && part.op === "glob")) {
      const word = typeof part === "string" ? part : part.pattern;
      if (redirection !== undefined) command[redirection] = word;
      // NAME=value before a program is its environment.
      else if (command.words.length > 0 || !/^[A-Z_]+=/.test(word)) command.words.push(word);
      redirection = undefined;
    } else if ("op" in part) {
      if (part.op === "<") redirection = "input";
      else if (part.op === ">") redirection = "output";
      else if (part.op === "|" || part.op === "&&") commands.push({ words: [] });
      else
        throw new Error(`Cannot read the command: "${part.op}" is not understood, got "${line}"`);
    }
  }
  return commands.filter(({ words }) => words.length > 0);
}

/** Paths of the repository that a document names in its sentences and tables: `packages/core/src/backend/`. */
export function namedPaths(text: string): string[] {
  return [...text.matchAll(/`((?:packages|tools|docs|examples|benchmarks)\/[^`\s*<]*)`/g)].map(
    (match) => match[1] ?? "",
  );
}

/** The first cells of a section's table, each as the words that it has in backticks. */
export function firstCells(text: string, heading: string): string[][] {
  const section = text.split(/^#+ /m).find((part) => part.startsWith(`${heading}\n`)) ?? "";
  return [...section.matchAll(/^\| (`.*?) +\|/gm)].map(([, cell = ""]) =>
    [...cell.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? ""),
  );
}

/** Whether a path is there, from the root. */
export function isThere(path: string): boolean {
  return existsSync(join(root, path));
}
