import { expect, it } from "vitest";
import { scored, translation } from "../test/evaluations.ts";
import type { ComparedRun } from "./compare-runs.ts";
import { runsReport } from "./runs-report.ts";

it("shows runs side by side, then each by itself", async () => {
  const run = (name: string): ComparedRun => ({
    ...scored(translation()),
    run: name,
    settings: { "text.tokenizer": '"<b>word</b>"' },
  });
  const command = "npm run compare -- runs/a runs/b";
  const page = await runsReport([[run("runs/a"), run("runs/b")]], { title: "2 runs", command });
  const headings = [...page.matchAll(/<h2 [^>]*>(.*?)<\/h2>/g)].map(([, heading]) => heading);
  expect(headings).toEqual([
    "translate: runs side by side",
    "runs/a, translate",
    "runs/a, translate: examples, right and wrong",
    "runs/a, translate: attention",
    "runs/b, translate",
    "runs/b, translate: examples, right and wrong",
    "runs/b, translate: attention",
    "How this page was made",
  ]);
  expect(page).toContain('aria-label="BLEU of the runs. runs/a: 61.25; runs/b: 61.25."');
  expect(page).toContain("text.tokenizer &quot;&lt;b&gt;word&lt;/b&gt;&quot;");
});
