/** The rules that keep the packages in order. `docs/architecture.md` explains them. */
import { isBuiltin } from "node:module";
import { basename, dirname, posix } from "node:path";
import type { Source } from "./sources.ts";

/** What each room of core may import besides itself. */
export const ROOMS: Record<string, readonly string[]> = {
  backend: [],
  text: [],
  series: [],
  data: ["backend", "text", "series"],
  layers: ["backend"],
  model: ["backend"],
  decoding: ["model", "backend"],
  training: ["data", "model", "backend"],
  metrics: [],
  charts: [],
  persistence: ["model", "text", "series", "charts", "backend"],
  "command-line": ["training", "persistence", "model", "text", "backend"],
};

/** The rooms that need Node.js; the others run in a browser, too. */
const NODE_ROOMS: readonly string[] = ["persistence", "command-line"];

/** Drawers that collect what belongs nowhere. */
const FORBIDDEN_NAME = /^(utils?|helpers?|common|misc|shared|types)$/;

const LONGEST_FILE = 300;

/** What a source file does that it may not do, one sentence each. */
export function violations(source: Source): string[] {
  const [, packageName = "", , ...parts] = source.path.split("/");
  const room = packageName === "core" && parts.length > 1 ? (parts[0] ?? "") : "";
  const imports = source.imports.map((specifier) =>
    specifier.startsWith(".") ? posix.join(dirname(source.path), specifier) : specifier,
  );
  const rulesOfPackage =
    packageName === "core"
      ? coreViolations(room, imports, source.globals)
      : importViolations(packageName, imports);
  return [
    ...shapeViolations(source.path, source.lines),
    ...(mayPrint(packageName, room, source.path)
      ? []
      : source.globals.filter(isPrinting).map((name) => `uses ${name}`)),
    ...imports
      .filter((path) => path.startsWith("packages/") && path.split("/")[1] !== packageName)
      .map((path) => `reaches into ${path}`),
    ...rulesOfPackage,
  ];
}

function shapeViolations(path: string, lines: number): string[] {
  const names = path.split("/").map((part) => basename(part, ".ts"));
  return [
    ...(lines > LONGEST_FILE ? [`has ${lines} lines, more than ${LONGEST_FILE}`] : []),
    ...names.filter((name) => FORBIDDEN_NAME.test(name)).map((name) => `is named "${name}"`),
  ];
}

/** Command lines print, and so do programs that a package runs as children of its own. */
function mayPrint(packageName: string, room: string, path: string): boolean {
  return (
    /(^cli|-child)\.ts$/.test(basename(path)) || (packageName === "core" && room === "command-line")
  );
}

function isPrinting(name: string): boolean {
  return name.startsWith("console.") || name === "process.stdout" || name === "process.stderr";
}

function coreViolations(room: string, imports: string[], globals: string[]): string[] {
  const allowed = ROOMS[room];
  if (room !== "" && allowed === undefined) return [`is in a room that is not listed: ${room}`];
  const needsNode = [
    ...imports.filter((specifier) => isBuiltin(specifier)),
    ...globals.filter((name) => !name.startsWith("console.")),
  ];
  return [
    ...imports
      .filter((path) => path.startsWith("packages/core/src/") && path.split("/").length > 4)
      .map((path) => path.split("/")[3] ?? "")
      .filter((other) => allowed !== undefined && other !== room && !allowed.includes(other))
      .map((other) => `imports ${other}/`),
    ...imports
      .filter((specifier) => /^(@tensorflow\/|@encdec\/)/.test(specifier) && room !== "backend")
      .map((specifier) => `imports ${specifier}`),
    ...(NODE_ROOMS.includes(room) ? [] : needsNode.map((name) => `needs Node.js for ${name}`)),
  ];
}

/** The apps' public entries, which one package alone may import. */
const APPS = /^@encdec\/(translate|summarize|forecast|learn-to-execute)$/;

/** The engine imports no other package; an app imports core alone, the comparison the apps, too. */
function importViolations(packageName: string, imports: string[]): string[] {
  return imports
    .filter((specifier) => {
      if (packageName === "engine") return specifier.startsWith("@encdec/");
      if (packageName === "compare" && APPS.test(specifier)) return false;
      return /^(@tensorflow\/|@encdec\/(?!core(\/|$)))/.test(specifier);
    })
    .map((specifier) => `imports ${specifier}`);
}
