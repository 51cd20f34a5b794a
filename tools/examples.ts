/** Finds the examples: TSDoc's "ts" blocks in sources, "ts run" and "ts" blocks in Markdown. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./environment.mjs";
import { packageNames } from "./sources.ts";

export interface Example {
  /** Where it stands: `packages/core/src/data/split.ts:12`. */
  name: string;
  code: string;
  /** The package whose dependencies it may import. */
  packageName: string;
  /** Whether it runs as it stands; otherwise only its types are checked. */
  isRunnable: boolean;
}

/** An example in a file of its own. */
export interface WrittenExample extends Pick<Example, "name" | "isRunnable"> {
  file: string;
}

/** Every example of the repository. */
export function readExamples(): Example[] {
  const sources = packageNames.flatMap((packageName) =>
    filesIn(`packages/${packageName}/src`, ".ts")
      .filter((path) => !path.endsWith(".test.ts"))
      .flatMap((path) => examplesInSource(path, read(path), packageName)),
  );
  const documents = [".", "docs", "docs/guides", ...packageNames.map((name) => `packages/${name}`)]
    .flatMap((folder) => filesIn(folder, ".md", false))
    .flatMap((path) => examplesInMarkdown(path, read(path)));
  return [...sources, ...documents];
}

/** The "ts" blocks of a source file's TSDoc, indented (members of a class) or not. */
export function examplesInSource(path: string, text: string, packageName: string): Example[] {
  const blocks = text.matchAll(/^[ \t]*\* ```ts\n((?:[ \t]*\*(?! ```).*\n)*)[ \t]*\* ```$/gm);
  return [...blocks].map((match) => ({
    name: `${path}:${lineOf(text, match.index)}`,
    code: (match[1] ?? "").replace(/^[ \t]*\* ?/gm, ""),
    packageName,
    isRunnable: true,
  }));
}

/** The blocks of a Markdown file that are marked "ts run" or "ts". */
export function examplesInMarkdown(path: string, text: string): Example[] {
  const blocks = text.matchAll(/^```ts( run)?\n([\s\S]*?)^```$/gm);
  return [...blocks].map((match) => {
    const code = match[2] ?? "";
    // An app's dependencies reach core, too.
    const packageName = /from "@encdec\/(?!core")([\w-]+)"/.exec(code)?.[1] ?? "core";
    const isRunnable = match[1] !== undefined;
    return { name: `${path}:${lineOf(text, match.index)}`, code, packageName, isRunnable };
  });
}

/** Writes examples where their imports resolve, apart from those of other processes. */
export function writeExamples(examples: Example[]): WrittenExample[] {
  return examples.map(({ name, code, packageName, isRunnable }) => {
    mkdirSync(exampleFolder(packageName), { recursive: true });
    const file = join(exampleFolder(packageName), `${name.replace(/[/:]/g, ".")}.ts`);
    // Without imports it would be a script, in which `await` is not allowed.
    writeFileSync(file, `${code}\nexport {};\n`);
    return { name, file, isRunnable };
  });
}

/** Removes what this process has written. */
export function removeExamples(): void {
  for (const name of packageNames) rmSync(exampleFolder(name), { recursive: true, force: true });
}

/** Where this process keeps the examples of a package. */
export function exampleFolder(packageName: string): string {
  return join(root, "packages", packageName, ".examples", String(process.pid));
}

function filesIn(folder: string, extension: string, recursive = true): string[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { recursive, encoding: "utf8" })
    .filter((file) => file.endsWith(extension))
    .map((file) => join(folder, file).replaceAll("\\", "/"))
    .sort();
}

function read(path: string): string {
  return readFileSync(join(root, path), "utf8").replaceAll("\r\n", "\n");
}

function lineOf(text: string, index: number): number {
  return text.slice(0, index).split("\n").length;
}
