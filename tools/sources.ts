/** Reads the packages' sources as the TypeScript compiler does. */
import { readdirSync } from "node:fs";
import { join, relative } from "node:path";
import {
  isIdentifier,
  isNoSubstitutionTemplateLiteral,
  isPropertyAccessExpression,
  isStringLiteral,
  type Node,
} from "typescript/unstable/ast";
import { API } from "typescript/unstable/sync";
import { root } from "./environment.mjs";

export interface Source {
  /** Relative to the root, with forward slashes: `packages/core/src/text/vocabulary.ts`. */
  path: string;
  lines: number;
  /** Specifiers of static and dynamic imports, re-exports and type imports. */
  imports: string[];
  /** Members of global objects that are used: `console.log`, `process.env`. */
  globals: string[];
}

/** The names of the packages' folders. */
export const packageNames: string[] = readdirSync(join(root, "packages")).sort();

/** Every source file of every package that its build compiles: all but tests. */
export function readSources(): Source[] {
  return parseProjects(packageNames.map((name) => join(root, "packages", name, "tsconfig.json")));
}

/** Every file of some TypeScript projects. */
export function parseProjects(configFiles: string[]): Source[] {
  const api = new API({ cwd: root });
  try {
    const projects = api.updateSnapshot({ openProjects: configFiles }).getProjects();
    return projects.flatMap(({ program, rootFiles }) =>
      rootFiles.map((file) => {
        const parsed = program.getSourceFile(file);
        if (parsed === undefined) throw new Error(`Cannot parse ${file}: it is in no program`);
        return {
          path: relative(root, file).replaceAll("\\", "/"),
          lines: parsed.text.trimEnd().split("\n").length,
          imports: parsed.imports.flatMap((node) =>
            isStringLiteral(node) || isNoSubstitutionTemplateLiteral(node) ? [node.text] : [],
          ),
          globals: globalsOf(parsed),
        };
      }),
    );
  } finally {
    api.close();
  }
}

function globalsOf(node: Node): string[] {
  const found: string[] = [];
  const visit = (child: Node): void => {
    if (isPropertyAccessExpression(child) && isIdentifier(child.expression)) {
      const object = child.expression.text;
      if (/^(console|process|Buffer)$/.test(object)) found.push(`${object}.${child.name.text}`);
    }
    child.forEachChild(visit);
  };
  visit(node);
  return found;
}
