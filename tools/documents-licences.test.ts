import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { root } from "./environment.mjs";
import { packageNames } from "./sources.ts";

interface Manifest {
  license?: string;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
}

function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
}

/** Folders of all libraries that the workspace's packages name, by their names. */
function libraries(): Map<string, string> {
  const folders = [".", "docs", "benchmarks", ...packageNames.map((name) => `packages/${name}`)];
  return new Map(
    folders.flatMap((folder) => {
      const manifest = readManifest(join(root, folder));
      const { dependencies, devDependencies, optionalDependencies } = manifest;
      return Object.keys({ ...dependencies, ...devDependencies, ...optionalDependencies })
        .filter((name) => !name.startsWith("@encdec/"))
        .map((name) => [name, join(root, folder, "node_modules", name)] as const);
    }),
  );
}

/** What a library says of its licence, alternatives apart: MIT, Apache-2.0. */
function licencesOf(folder: string): string[] {
  const { license = "" } = readManifest(folder);
  const [, file] = /^SEE LICENSE IN (.+)$/.exec(license) ?? [];
  if (file === undefined) return license.split(/ OR | AND /);
  const text = readFileSync(join(folder, file), "utf8");
  return text.includes("in the public domain") ? ["public domain"] : [];
}

it("the README names every library with its licence, and no other", () => {
  const readme = readFileSync(join(root, "README.md"), "utf8");
  const rows = (readme.split("## Licences\n")[1] ?? "").split("\n");
  const found = libraries();
  for (const [name, folder] of found) {
    const row = rows.find((text) => text.split(/[ ,|]+/).includes(name));
    expect(row, `${name} is missing`).toBeDefined();
    // One that is optional may not have been installed.
    if (!existsSync(folder)) continue;
    const licences = licencesOf(folder).filter((licence) => row?.includes(licence));
    expect(licences, `${name} has another licence`).not.toEqual([]);
  }
  const named = rows.flatMap((row) => row.match(/(?<=[ ,|])@[a-z-]+\/[a-z-]+/g) ?? []);
  expect(named.filter((name) => !found.has(name))).toEqual([]);
  expect(found.size).toBeGreaterThan(40);
});
