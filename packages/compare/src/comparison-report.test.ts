import type { RunEvaluation } from "@encdec/core/persistence";
import { describe, expect, it } from "vitest";
import { forecast, scored, translation } from "../test/evaluations.ts";
import { comparisonReport } from "./comparison-report.ts";

const OPTIONS = { title: "All tasks at preset tiny", command: "npm run compare -- --preset tiny" };
const MARKUP = `<script>alert("1")</script><img src=x onerror='alert(2)'> & ]]>`;

const failed = {
  task: "summarize",
  run: "runs/summarize",
  problem: "Cannot read <phrases>",
  isInterrupted: false,
} as const;

/** A page is too long to be shown where it is not as it should be. */
function expectIn(page: string, text: string): void {
  expect(page.includes(text), text).toBe(true);
}

describe("the report of all tasks", () => {
  it("has the table, and of each run what its task has", async () => {
    const grids: RunEvaluation["grids"] = [
      {
        measure: "exact match",
        rowTitle: "nesting",
        rows: ["1", "2"],
        columnTitle: "length",
        columns: ["1", "2"],
        values: [
          [98.04, 50],
          [40, null],
        ],
      },
    ];
    const execution = { ...translation(), task: "learn-to-execute", grids } as const;
    const page = await comparisonReport(
      [scored(translation()), failed, scored(forecast()), scored(execution)],
      OPTIONS,
    );
    const headings = [...page.matchAll(/<h2 [^>]*>(.*?)<\/h2>/g)].map(([, heading]) => heading);
    expect(headings).toEqual([
      "All tasks",
      "Scores beside the best baselines",
      "translate",
      "translate: examples, right and wrong",
      "translate: attention",
      "forecast",
      "forecast: forecasts of held-out rows",
      "learn-to-execute",
      "learn-to-execute: examples, right and wrong",
      "learn-to-execute: accuracy by length and nesting",
      "learn-to-execute: attention",
      "How this page was made",
    ]);
    expectIn(page, '<td dir="auto">better than nearest source (p &lt; 0.001)</td>');
    expectIn(page, "failed: Cannot read &lt;phrases&gt;");
    // Every picture has words in its place.
    const pictures = page.match(/<svg [^>]*>/g) ?? [];
    expect(pictures).toHaveLength(1 + 3 + 3 + 4);
    for (const picture of pictures) expect(picture).toMatch(/role="img" aria-label="[^"]{10,}"/);
    expectIn(
      page,
      'aria-label="exact match in percent. length 1, nesting 1: 98.0 %; length 2, nesting 1: 50.0 %; length 1, nesting 2: 40.0 %."',
    );
    expect(/<script|<link|src=|@import|url\(http/.test(page)).toBe(false);
  });

  it("shows every text of the data as it is", async () => {
    const hostile = translation({
      data: { size: MARKUP, description: MARKUP, licence: MARKUP },
      examples: { head: ["", "source"], rows: [["right", MARKUP]] },
      attention: [{ source: [MARKUP], target: [MARKUP], weights: [[1]] }],
      systems: [
        { name: "model", scores: { BLEU: { score: 1 } } },
        { name: MARKUP, scores: { BLEU: { score: 2 } } },
      ],
    });
    const series = forecast({
      forecasts: [
        {
          title: MARKUP,
          error: 1,
          times: ["2015-03-01T00:00:00.000Z", "2015-03-02T00:00:00.000Z"],
          variables: [{ name: MARKUP, history: [1], forecast: [3] }],
          intervalName: MARKUP,
        },
      ],
    });
    const page = await comparisonReport([scored(hostile, { run: MARKUP }), scored(series)], {
      title: MARKUP,
      command: MARKUP,
    });
    expect(page.match(/alert/g)?.length).toBeGreaterThan(20);
    expect(/<script|<img/.test(page)).toBe(false);
    expectIn(page, "&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&lt;img src=x");
  });

  it("is a page, too, where nothing could be compared", async () => {
    const page = await comparisonReport([failed], OPTIONS);
    expect(page.includes("<svg")).toBe(false);
    expectIn(page, "npm run compare -- --preset tiny");
  });
});
