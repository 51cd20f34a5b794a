/** Settings of an app: preset, file and flags, checked against one schema. */
import { readFile } from "node:fs/promises";
import { parse as parseYaml } from "yaml";
import { z } from "zod";
import { UsageError } from "./usage-error.ts";

/** Settings by group: `{ model: { units: 256 } }`. */
export type SettingsTree = { readonly [key: string]: unknown };

/** One setting that a flag can change. */
export interface Setting {
  /** Path inside the settings: `model.units`. */
  readonly path: string;
  readonly type: "string" | "number" | "integer" | "boolean";
  /** Allowed values, where they are listed. */
  readonly choices?: readonly string[] | undefined;
  readonly description: string;
}

/** All settings of a schema, in order, with the descriptions written in it. */
export function settingsOf(schema: z.ZodType): Setting[] {
  return leaves(z.toJSONSchema(schema, { unrepresentable: "any" }) as JsonSchema, "");
}

/** Layers settings over one another: the later ones win, key by key. */
export function mergeSettings(...layers: readonly SettingsTree[]): SettingsTree {
  const merged: Record<string, unknown> = {};
  for (const layer of layers) {
    for (const [key, value] of Object.entries(layer)) {
      const below = merged[key];
      merged[key] = isTree(below) && isTree(value) ? mergeSettings(below, value) : value;
    }
  }
  return merged;
}

/**
 * Turns flags such as `{ "model.units": "256" }` into settings.
 *
 * @throws {UsageError} If a value is not of the setting's type.
 */
export function settingsFromFlags(
  settings: readonly Setting[],
  flags: { readonly [path: string]: unknown },
): SettingsTree {
  const trees = settings.flatMap((setting) => {
    const raw = flags[setting.path];
    return raw === undefined ? [] : [treeAt(setting.path, convert(setting, raw))];
  });
  return mergeSettings(...trees);
}

/**
 * Reads settings from a JSON or YAML file.
 *
 * @throws {UsageError} If the file cannot be read or does not hold settings.
 */
export async function readSettings(file: string): Promise<SettingsTree> {
  let settings: unknown;
  try {
    settings = parseYaml(await readFile(file, "utf8"));
  } catch (error) {
    const reason = (error as Error).message.split("\n")[0];
    throw new UsageError(`Cannot read settings: ${reason}, got ${file}`);
  }
  if (!isTree(settings)) {
    throw new UsageError(`Cannot read settings: the file must hold groups of keys, got ${file}`);
  }
  return settings;
}

/**
 * Checks settings; unknown keys are refused.
 *
 * @throws {UsageError} With the first thing that is wrong: the key, why, and the value.
 */
export function checkSettings<T>(schema: z.ZodType<T>, settings: unknown): T {
  const result = schema.safeParse(settings);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new UsageError(describeIssue(issue as z.core.$ZodIssue, settings));
}

function describeIssue(issue: z.core.$ZodIssue, settings: unknown): string {
  const path = issue.path.join(".");
  if (issue.code === "unrecognized_keys") {
    const key = [...issue.path, issue.keys[0]].join(".");
    return `Cannot use settings: there is no key of this name, got "${key}"`;
  }
  const value = issue.path.reduce<unknown>(
    (tree, key) => (isTree(tree) ? tree[String(key)] : undefined),
    settings,
  );
  const why = issue.message.charAt(0).toLowerCase() + issue.message.slice(1);
  return `Cannot use ${path}: ${why}, got ${JSON.stringify(value) ?? "nothing"}`;
}

interface JsonSchema {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly anyOf?: readonly JsonSchema[];
  readonly description?: string;
  readonly properties?: { readonly [key: string]: JsonSchema };
}

function leaves(schema: JsonSchema, prefix: string): Setting[] {
  return Object.entries(schema.properties ?? {}).flatMap(([key, child]) => {
    const path = prefix === "" ? key : `${prefix}.${key}`;
    if (child.properties) return leaves(child, path);
    const { description = "" } = child;
    return [{ path, type: child.type as Setting["type"], choices: child.enum, description }];
  });
}

function convert(setting: Setting, raw: unknown): unknown {
  if (setting.type === "boolean") {
    if (raw === true || raw === "true") return true;
    if (raw === "false") return false;
    throw new UsageError(`Cannot use ${setting.path}: it must be true or false, got "${raw}"`);
  }
  if (setting.type === "string") return raw;
  const number = Number(raw);
  if (String(raw).trim() === "" || Number.isNaN(number)) {
    throw new UsageError(`Cannot use ${setting.path}: it must be a number, got "${raw}"`);
  }
  return number;
}

function treeAt(path: string, value: unknown): SettingsTree {
  return path
    .split(".")
    .reduceRight<unknown>((tree, key) => ({ [key]: tree }), value) as SettingsTree;
}

function isTree(value: unknown): value is SettingsTree {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
