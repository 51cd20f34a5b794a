// @ts-check
/**
 * Puts the modules of @encdec/core into one file for each of its entries, and chunks of what entries share: Node.js loads a few files in less time
 * than two hundred. `tsc` has checked the sources, and writes their types.
 */
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import { build } from "esbuild";
import { isEntryPoint, root } from "./environment.mjs";

const folder = join(root, "packages", "core");

/** Writes what the package's manifest names, and takes away all other JavaScript of its `dist/`. */
export async function bundleCore() {
  const { exports, imports } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const entries = Object.values({ ...exports, ...imports }).filter(
    (entry) => typeof entry === "object",
  );
  const { metafile } = await build({
    absWorkingDir: folder,
    entryPoints: entries.map((entry) => entry["@encdec/source"]),
    outbase: "src",
    outdir: "dist",
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    packages: "external",
    metafile: true,
    logLevel: "warning",
  });
  const made = new Set(Object.keys(metafile.outputs));
  for (const entry of readdirSync(join(folder, "dist"), { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath, entry.name);
    if (file.endsWith(".js") && !made.has(relative(folder, file).replaceAll("\\", "/")))
      rmSync(file);
  }
}

if (isEntryPoint(import.meta.url)) await bundleCore();
