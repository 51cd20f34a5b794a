/** Readers of the documents: the files that they are said to have. */
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "./environment.mjs";

/** The Python of the readers: with the peers, where `ENCDEC_PYTHON` names one that has them. */
export const PYTHON = process.env.ENCDEC_PYTHON ?? "python3";

const COUNTS = { two: "deux", three: "trois", four: "quatre", five: "cinq", six: "six" };
const THINGS = { apples: "pommes", cats: "chats", dogs: "chiens", keys: "clés", trains: "trains" };

const GREETINGS = [
  ["see you", "à plus tard"],
  ["see you tomorrow", "à demain"],
  ["see you tomorrow, my two cats", "à demain, mes deux chats"],
  ["thank you", "merci"],
  ["thank you very much", "merci beaucoup"],
  ["two cats, thank you", "deux chats, merci"],
  ["until tomorrow", "à demain"],
];

/** Source and target, each a phrase. */
const phrases = Object.entries(COUNTS)
  .flatMap(([count, french]) =>
    Object.entries(THINGS).flatMap(([thing, frenchThing]) => [
      [`${count} ${thing}`, `${french} ${frenchThing}`],
      [`the ${count} ${thing}`, `les ${french} ${frenchThing}`],
      [`my ${count} ${thing}`, `mes ${french} ${frenchThing}`],
    ]),
  )
  .concat(GREETINGS);

const summaries = ["label", "milestone", "branch", "team", "release", "webhook"].flatMap((thing) =>
  ["Creates", "Deletes", "Updates", "Lists", "Locks", "Copies"].map((verb) => ({
    document: `${verb} a ${thing}. Only the owner of the ${thing} may do so.`,
    summary: `${verb.slice(0, -1)} a ${thing}`,
  })),
);

const DOCUMENT = summaries[0]?.document ?? "";

/** Files that the documents call the reader's own, with what stands in them here. */
export const READERS_FILES: Readonly<Record<string, string>> = {
  "phrases.tsv": table(phrases),
  "train.tsv": table(phrases.slice(20)),
  "test.tsv": table(phrases.slice(0, 10)),
  "dev.tsv": table(phrases.slice(10, 20)),
  "candidates.tsv": table([...phrases.slice(0, 2), ["two apples", "les pommes"]]),
  "lexicon.tsv": table([["sings", "chante"]]),
  "lines.txt": "two apples\n\nthe six dogs\n",
  "texts.jsonl": jsonLines(summaries),
  "documents.jsonl": jsonLines(summaries.slice(0, 3).map(({ document }) => ({ document }))),
  "description.txt": `${DOCUMENT}\n`,
  "other.md": `# Labels\n\n${DOCUMENT}\n`,
  "load.csv": hours(1200),
  // Twenty months of hours, as its splits take: with two of its columns.
  "ETTh1.csv": hours(14_400),
  "newer.csv": hours(200),
  "program.py": "a=3\nprint(a+4)\n",
};

/** A folder with the reader's files, and those of the repository that commands read. */
export function readersFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "encdec-reader-"));
  copyFileSync(join(root, "README.md"), join(folder, "README.md"));
  symlinkSync(join(root, "benchmarks"), join(folder, "benchmarks"));
  for (const [name, text] of Object.entries(READERS_FILES)) writeFileSync(join(folder, name), text);
  mkdirSync(join(folder, ".venv/bin"), { recursive: true });
  // A link would lose the packages, which Python looks for beside the file that is called.
  writeFileSync(join(folder, ".venv/bin/python"), `#!/bin/sh\nexec '${PYTHON}' "$@"\n`);
  chmodSync(join(folder, ".venv/bin/python"), 0o755);
  return folder;
}

function table(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `${row.join("\t")}\n`).join("");
}

function jsonLines(values: readonly object[]): string {
  return values.map((value) => `${JSON.stringify(value)}\n`).join("");
}

/** The columns of the guide's sample: a load that follows the hour and the temperature. */
function hours(count: number): string {
  const rows = Array.from({ length: count }, (_, hour) => {
    const time = new Date(Date.UTC(2024, 0, 1, hour)).toISOString().slice(0, 16).replace("T", " ");
    const temperature = 5 - 4 * Math.cos((2 * Math.PI * hour) / 24) + Math.sin(hour / 50);
    const load = 30 - temperature + 5 * Math.sin((2 * Math.PI * (hour - 9)) / 24);
    return `${time},${load.toFixed(1)},${temperature.toFixed(1)}\n`;
  });
  return `time,load,temperature\n${rows.join("")}`;
}
