/** Describes what the packages offer: every exported name with its declaration. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  API,
  type Checker,
  type Symbol as ExportedSymbol,
  type Project,
  SymbolFlags,
} from "typescript/unstable/sync";
import { root } from "./environment.mjs";

/** One way into a package: `@encdec/core/persistence`. */
export interface Entry {
  specifier: string;
  packageFolder: string;
  declarationFile: string;
  outputFile: string;
}

export interface Export {
  name: string;
  /** Whether it exists at run time. */
  isValue: boolean;
  /** As in the emitted types, without comments; of what another library declares only the name. */
  declaration: string;
}

/** The entries of a package's exports map. */
export function entriesOf(packageName: string): Entry[] {
  const folder = join(root, "packages", packageName);
  const { name, exports } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  return Object.entries<string | Record<string, string>>(exports).flatMap(([path, target]) => {
    if (typeof target === "string") return [];
    const file = (condition: string): string => join(folder, target[condition] ?? "missing");
    return {
      specifier: `${name}${path.slice(1)}`,
      packageFolder: folder,
      declarationFile: file("types"),
      outputFile: file("default"),
    };
  });
}

/** The exports of an emitted declaration file, in alphabetical order. */
export function exportsOf(declarationFile: string): Export[] {
  const api = new API({ cwd: root });
  try {
    const snapshot = api.updateSnapshot({ openFiles: [declarationFile] });
    const project = snapshot.getDefaultProjectForFile(declarationFile);
    const file = project?.program.getSourceFile(declarationFile);
    if (project === undefined || file === undefined)
      throw new Error(`Cannot read ${declarationFile}`);
    const module = project.checker.getSymbolAtLocation(file);
    const symbols = module === undefined ? [] : project.checker.getExportsOfModule(module);
    return symbols
      .map((symbol) => describeExport(symbol, project))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  } finally {
    api.close();
  }
}

function describeExport(symbol: ExportedSymbol, project: Project): Export {
  const target = resolveAlias(symbol, project.checker);
  const isOurs = target.declarations.every(({ path }) => !path.includes("/node_modules/"));
  const texts = target.declarations.map((declaration) => {
    const node = declaration.resolve(project);
    return node === undefined ? "" : project.emitter.printNode(node);
  });
  return {
    name: symbol.name,
    isValue: (target.flags & SymbolFlags.Value) !== 0,
    declaration: isOurs ? texts.join("\n") : `${symbol.name} (of another library)`,
  };
}

function resolveAlias(symbol: ExportedSymbol, checker: Checker): ExportedSymbol {
  return (symbol.flags & SymbolFlags.Alias) === 0 ? symbol : checker.getAliasedSymbol(symbol);
}
