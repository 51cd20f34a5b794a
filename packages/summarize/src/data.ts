/** Loads documents with summaries and splits them so that no near-duplicates are in two sets. */
import { createHash } from "node:crypto";
import { normalize, Random, type Split, splitBeside } from "@encdec/core";
import { type CleaningReport, cleanExamples, describeCleaning } from "./clean-examples.ts";
import { debianExamples } from "./debian-summaries.ts";
import { type FieldNames, fileExamples } from "./document-files.ts";
import { githubApiExamples } from "./github-api.ts";
import { stripMarkdown } from "./plain-text.ts";
import { firstSentence } from "./sentences.ts";

/** A document and its summary. */
export interface Example {
  /** Plain text after loading, a line for each paragraph. */
  readonly document: string;
  readonly summary: string;
}

/** Examples in three sets, with where they come from. */
export interface SummaryData extends Split<Example> {
  readonly origin: Origin;
  /** Tells whether data is the same as another time. */
  readonly fingerprint: string;
  /** What was left out. */
  readonly cleaning: CleaningReport;
}

/** Where examples come from. */
export interface Origin {
  readonly description: string;
  readonly licence: string;
}

/** What {@link loadData} reads of the settings. */
export interface DataConfig {
  readonly seed: number;
  readonly data: FieldNames & {
    /** `github-api`, `debian`, or a JSON lines, CSV or TSV file. */
    readonly from: string;
    /** Strip Markdown from documents and summaries; those of `debian` have none. */
    readonly markdown: boolean;
    /** Leave out documents that equal their summaries. */
    readonly dropIdentical?: boolean | undefined;
    /** Most examples, drawn at random. */
    readonly limit?: number | undefined;
    readonly validationShare: number;
    readonly testShare: number;
    /** Examples to validate on, in place of a share of the data. */
    readonly validationFile?: string | undefined;
    /** Examples to score on, in place of a share of the data. */
    readonly testFile?: string | undefined;
  };
}

/**
 * Loads the examples that the settings name, cleans them, and splits them by the first sentences of the documents.
 *
 * @param onStep Hears about long work, such as a download, and about what was left out.
 * @throws {Error} If the data cannot be read, or is too small to split.
 */
export async function loadData(
  config: DataConfig,
  onStep: (text: string) => void = () => {},
): Promise<SummaryData> {
  const { from, limit, validationFile, testFile, validationShare, testShare } = config.data;
  const random = Random.fromSeed(config.seed);
  const { examples: all, report } = cleanExamples(await loadExamples(config, onStep), config.data);
  if (report.dropped.length > 0) onStep(describeCleaning(report));
  const examples = limit === undefined ? all : random.fork("limit").shuffle(all).slice(0, limit);

  const given = {
    ...(validationFile !== undefined && {
      validation: await loadTestExamples(validationFile, config.data),
    }),
    ...(testFile !== undefined && { test: await loadTestExamples(testFile, config.data) }),
  };
  const split = splitBeside(examples, {
    given,
    key: ({ document }) => documentKey(document),
    validationShare,
    testShare,
    random: random.fork("split"),
    onLeftOut: (count) =>
      onStep(`left out ${count} documents that begin as one of a held-out file`),
  });
  return {
    ...split,
    origin: originOf(from),
    fingerprint: fingerprint([examples, ...Object.values(given)].flat()),
    cleaning: report,
  };
}

/** Examples of a file that is only scored on; several summaries of a document are its references. */
export async function loadTestExamples(
  path: string,
  settings: FieldNames & { readonly markdown: boolean },
): Promise<Example[]> {
  const examples = await fileExamples(path, settings);
  return cleanExamples(settings.markdown ? examples.map(plainExample) : examples).examples;
}

/**
 * Two documents with the same key are near-duplicates: their first sentences have the same letters and digits,
 * whatever their case.
 */
export function documentKey(document: string): string {
  const first = normalize(firstSentence(document), { form: "NFKC", lowercase: true });
  const words = first.match(/[\p{L}\p{M}\p{N}]+/gu);
  return words === null ? normalize(document) : words.join(" ");
}

/** A document with all its summaries. */
export interface DocumentGroup {
  readonly document: string;
  /** In one form: no-break spaces are plain ones. */
  readonly references: readonly string[];
}

/**
 * Each document once, in order.
 *
 * @example
 * ```ts
 * import { groupByDocument } from "@encdec/summarize";
 * import { assert } from "vitest";
 *
 * const document = "Lists all teams.";
 * const groups = groupByDocument([
 *   { document, summary: "List teams" },
 *   { document, summary: "Get all teams" },
 * ]);
 * assert.deepEqual(groups, [{ document, references: ["List teams", "Get all teams"] }]);
 * ```
 */
export function groupByDocument(examples: readonly Example[]): DocumentGroup[] {
  const groups = new Map<string, string[]>();
  for (const { document, summary } of examples) {
    const references = groups.get(document) ?? [];
    groups.set(document, references);
    references.push(normalize(summary));
  }
  return [...groups].map(([document, references]) => ({ document, references }));
}

async function loadExamples(
  config: DataConfig,
  onStep: (text: string) => void,
): Promise<readonly Example[]> {
  const { from, markdown } = config.data;
  if (from === "debian") return debianExamples({ onStep });
  const examples =
    from === "github-api" ? await githubApiExamples() : await fileExamples(from, config.data);
  return markdown ? examples.map(plainExample) : examples;
}

function plainExample({ document, summary }: Example): Example {
  return { document: stripMarkdown(document), summary: stripMarkdown(summary) };
}

function fingerprint(examples: readonly Example[]): string {
  const hash = createHash("sha256");
  for (const { document, summary } of examples) hash.update(JSON.stringify([document, summary]));
  return hash.digest("hex").slice(0, 16);
}

function originOf(from: string): Origin {
  switch (from) {
    case "github-api":
      return {
        description: "descriptions and titles of GitHub's REST API, from @octokit/openapi-types",
        licence: "MIT",
      };
    case "debian":
      return {
        description: "long and short descriptions of Debian's packages",
        licence: "the packages' own",
      };
    default:
      return { description: `file ${from}`, licence: "the file's own" };
  }
}
