/** What `npm run` knows here. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./environment.mjs";

/** The scripts of the root's package.json, by name. */
export const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
  readonly scripts: Readonly<Record<string, string>>;
};
