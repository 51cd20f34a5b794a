/** A page of heat maps: what a model looked at, text by text. */
import { type AttentionWeights, attentionHeatMap } from "./attention-heat-map.ts";
import { type HtmlSection, htmlPage } from "./html-page.ts";
import { renderSvg } from "./render-svg.ts";

/** One text and its heat map. */
export interface AttentionSection extends Pick<HtmlSection, "heading" | "text" | "table"> {
  attention: AttentionWeights;
}

export interface AttentionPageOptions {
  title: string;
  /** Headings are cut to 500 characters. */
  sections: readonly AttentionSection[];
}

/**
 * Heat maps of attention weights as one HTML file.
 *
 * @throws {RangeError} If a heat map cannot be drawn, see {@link attentionHeatMap}.
 * @example
 * ```ts
 * import { attentionPage } from "@encdec/core/charts";
 * import { assert } from "vitest";
 *
 * const attention = { source: ["good", "morning"], target: ["bonjour"], weights: [[0.25, 0.75]] };
 * const page = await attentionPage({
 *   title: "Attention",
 *   sections: [{ heading: "good morning", text: "bonjour", attention }],
 * });
 * assert.include(page, "<title>bonjour ← morning: 75.0 %</title>");
 * ```
 */
export async function attentionPage({ title, sections }: AttentionPageOptions): Promise<string> {
  const drawn: HtmlSection[] = [];
  for (const { heading, attention, ...section } of sections) {
    const svg = await renderSvg(attentionHeatMap(attention));
    drawn.push({ heading: heading.slice(0, LONGEST_HEADING), svg, ...section });
  }
  return htmlPage({ title, sections: drawn });
}

const LONGEST_HEADING = 500;
