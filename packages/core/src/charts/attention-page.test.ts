import { expect, it } from "vitest";
import { attentionPage } from "./attention-page.ts";

const ATTENTION = { source: ["a", "<b>"], target: ["c"], weights: [[0.1, 0.9]] };

it("shows texts, heat maps and tables in order", async () => {
  const page = await attentionPage({
    title: "Attention & more",
    sections: [
      { heading: "first", text: "text of the first", attention: ATTENTION },
      { heading: "second", table: { head: ["word"], rows: [["c"]] }, attention: ATTENTION },
    ],
  });
  expect(page).toContain("<title>Attention &amp; more</title>");
  expect(page.match(/<svg /g)).toHaveLength(2);
  expect(page).not.toContain("<b>");
  const places = ["first", "text of the first", "<svg ", "second", "<td"].map((text) =>
    page.indexOf(text, page.indexOf("<h1")),
  );
  expect(places).not.toContain(-1);
  expect(places).toEqual(places.toSorted((a, b) => a - b));
});

it("cuts long headings", async () => {
  const heading = "x".repeat(501);
  const page = await attentionPage({
    title: "Attention",
    sections: [{ heading, attention: ATTENTION }],
  });
  expect(page).toContain("x".repeat(500));
  expect(page).not.toContain(heading);
});

it("refuses weights of another shape", async () => {
  const sections = [{ heading: "short", attention: { ...ATTENTION, weights: [] } }];
  await expect(attentionPage({ title: "Attention", sections })).rejects.toThrow(RangeError);
});
