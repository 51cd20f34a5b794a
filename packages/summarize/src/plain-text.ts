/** Markdown to the text that a reader sees. */
import { normalize } from "@encdec/core";
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { gfm } from "micromark-extension-gfm";
import { stripHtml } from "./html-tags.ts";
import { markdownPieces } from "./markdown-pieces.ts";

/**
 * Strips the markup of GitHub's Markdown: one line for each paragraph, heading, item of a list and row of a table.
 *
 * Links and images leave their text, code its content, tables cells with commas between; HTML's tags go. What only
 * looks like markup stays: `2*3*4`, `snake_case`, `List<String>`, `1986. A year.`
 *
 * Time grows with the length of the text. A text above 8,000 characters is read in pieces, so a link whose address
 * stands in another piece keeps its brackets.
 *
 * @example
 * ```ts
 * import { stripMarkdown } from "@encdec/summarize";
 * import { assert } from "vitest";
 *
 * assert.equal(stripMarkdown("# Teams\n\nSee **[all](https://a.b)** `id`s."), "Teams\nSee all ids.");
 * ```
 */
export function stripMarkdown(text: string): string {
  return [...plainLines(text)].join("\n");
}

/** The lines of {@link stripMarkdown}, of which no more than are asked for are made. *
 * @example
 * ```ts
 * import { plainLines } from "@encdec/summarize";
 * import { assert } from "vitest";
 *
 * const [first] = plainLines("- *one*\n- two");
 * assert.equal(first, "one");
 * ```
 */
export function* plainLines(text: string): Generator<string, void, undefined> {
  for (const piece of markdownPieces(text.replaceAll("\0", " "))) yield* linesOf(piece);
}

function linesOf(markdown: string): string[] {
  return plainText(markdown)
    .split("\n")
    .map((line) => normalize(line))
    .filter((line) => line !== "");
}

function plainText(markdown: string): string {
  if (TOO_DEEP.test(markdown)) return markdown;
  if (MARKUP.test(markdown)) return blockText(parse(markdown), { markdown });
  return markdown.replace(/(?<!\n)\n(?!\n)/g, " ");
}

// Quotes, items and notes in one another, sixteen deep: no markup that anyone wrote, and slow to read.
const TOO_DEEP = /(?:>[ \t]?|[-+*][ \t]+|\d{1,9}[.)][ \t]+|\[\^[^\]\n]{1,40}\]:[ \t]*){16}/;
// Without one of these, blank lines are all the markup there is.
const MARKUP = /[\\`*_~[\]<>#|&\t]|^ {4}|^ *(?:\d+[.)]|[-+=])/m;

type Tree = ReturnType<typeof fromMarkdown>;
type Node = Tree | Tree["children"][number];
interface Source {
  readonly markdown: string;
}

const GITHUB = {
  extensions: [gfm({ singleTilde: false })], // ~5 and ~6 are no struck out text
  mdastExtensions: [gfmFromMarkdown()],
};

function parse(markdown: string): Tree {
  return fromMarkdown(markdown, GITHUB);
}

/** Blocks on lines of their own. */
function blockText(node: Node, source: Source): string {
  switch (node.type) {
    case "root":
    case "footnoteDefinition":
      return node.children.map((child) => blockText(child, source)).join("\n");
    case "blockquote":
      // GitHub's alerts: > [!NOTE]
      return node.children
        .map((child) => blockText(child, source))
        .join("\n")
        .replace(/^\s*\[!\w+\]\s*/, "");
    case "list":
      return node.children
        .map((item) => {
          const lines = item.children.map((child) => blockText(child, source)).join("\n");
          // A lone item, as in "1986. A year.", is a sentence.
          const isLone = node.ordered && node.children.length === 1;
          return isLone ? `${node.start}. ${lines}` : lines;
        })
        .join("\n");
    case "table":
      return node.children
        .map((row) =>
          row.children
            .map((cell) => inlineText(cell, source).trim())
            .filter((cell) => cell !== "")
            .join(", "),
        )
        .join("\n");
    case "code":
      return node.value;
    case "html":
      return stripHtml(node.value);
    case "definition":
    case "thematicBreak":
      return "";
    default:
      return inlineText(node, source).replaceAll("\n", " ");
  }
}

function inlineText(node: Node, source: Source): string {
  switch (node.type) {
    case "text":
    case "inlineCode":
      return node.value;
    case "html":
      return stripHtml(node.value);
    case "image":
    case "imageReference":
      return node.alt ?? "";
    case "break":
      return "\n";
    case "footnoteReference":
      return "";
    default: {
      if (!("children" in node)) return "";
      const text = node.children.map((child) => inlineText(child, source)).join("");
      const mark = markInsideWord(node, source);
      return `${mark}${text}${mark}`;
    }
  }
}

/** The asterisks of `2*3*4`, where letters or digits stand on both outer sides; otherwise "". */
function markInsideWord(node: Node, { markdown }: Source): string {
  if (node.type !== "emphasis" && node.type !== "strong") return "";
  const [start, end] = [node.position?.start.offset ?? 0, node.position?.end.offset ?? 0];
  const isWord = (character: string): boolean => /[\p{L}\p{N}]/u.test(character);
  if (start === 0 || !isWord(markdown.charAt(start - 1)) || !isWord(markdown.charAt(end)))
    return "";
  return node.type === "strong" ? "**" : "*";
}
