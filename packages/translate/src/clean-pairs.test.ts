import { describe, expect, it } from "vitest";
import { type CleaningRules, cleanPairs, describeCleaning } from "./clean-pairs.ts";

const ALL_RULES: CleaningRules = {
  maximumCharacters: 60,
  maximumRatio: 2,
  dropIdentical: true,
  checkScript: true,
};

function clean(pairs: readonly (readonly [string, string])[], rules = ALL_RULES, target = "fr") {
  return cleanPairs(
    pairs.map(([source, target]) => ({ source, target })),
    { ...rules, sourceLanguage: "en", targetLanguage: target },
  );
}

describe("cleanPairs", () => {
  it.each([
    ["empty", "Go.", " \u200b"],
    ["empty", "", "Va."],
    ["too long", "Go.", "a".repeat(61)],
    ["lengths out of proportion", "Go.", "Va-t'en tout de suite !"],
    ["lengths out of proportion", "Go away as soon as you can!", "Va !"],
    ["identical sides", "Paris", "Paris\u00a0"],
    ["source in another script", "Привет", "Salut"],
    ["target in another script", "Hello there", "Привет, Tom"],
  ])("leaves out what is %s: %j, %j", (reason, source, target) => {
    const { pairs, report } = clean([
      [source, target],
      ["Good.", "Bien."],
      ["Good.", "Bonne."],
    ]);
    expect(pairs.map((pair) => pair.target)).toEqual(["Bien.", "Bonne."]);
    expect(report).toEqual({
      read: 3,
      kept: 2,
      dropped: [{ reason, count: 1, examples: [{ source, target }] }],
    });
  });

  it("keeps each pair once, as it was first, and all translations of a source", () => {
    const { pairs, report } = clean([
      ["Go.", "Va."],
      ["Go.", "Allez."],
      ["Go. ", "Va."],
      ["Go.", "Va\u200b."],
      ["go.", "Va."],
    ]);
    expect(pairs.map(({ source, target }) => `${source} ${target}`)).toEqual([
      "Go. Va.",
      "Go. Allez.",
      "go. Va.",
    ]);
    expect(report.dropped).toMatchObject([{ reason: "duplicate", count: 2 }]);
  });

  it("measures proportions by those of the language", () => {
    const long = "a text of thirty characters...";
    const short = "十二文字しかない文";
    const usual = Array.from(
      { length: 5 },
      (_, index) => [`${long}${index}`, `${short}${index}`] as const,
    );
    const rules = { maximumRatio: 1.5 };
    expect(clean(usual, rules, "ja").pairs).toHaveLength(5);
    const { report } = clean([...usual, [long, long]], rules, "ja");
    expect(report.dropped.map(({ reason }) => reason)).toEqual(["lengths out of proportion"]);
  });

  it("leaves out only empty sides and duplicates without rules", () => {
    const odd = [
      ["a", "b".repeat(1000)],
      ["Paris", "Paris"],
      ["Привет", "日本"],
    ] as const;
    expect(clean([...odd, ["", "b"], ["a", "b".repeat(1000)]], {}).pairs).toHaveLength(3);
  });

  it("knows the scripts of languages, and lets pass what has no letters or no known script", () => {
    const rules = { checkScript: true };
    expect(clean([["Tea", "お茶をください"]], rules, "ja").pairs).toHaveLength(1);
    expect(clean([["Tea", "차 주세요"]], rules, "ko").pairs).toHaveLength(1);
    expect(clean([["Tea", "请喝茶"]], rules, "zh-Hant").pairs).toHaveLength(1);
    expect(clean([["Tea", "чай"]], rules, "sr_RS").pairs).toHaveLength(1);
    expect(clean([["Tea", "чай"]], rules, "sr-Latn").pairs).toHaveLength(0);
    expect(clean([["Tea", "please"]], rules, "ja").pairs).toHaveLength(0);
    expect(clean([["7 + 8", "= 15 ☺"]], rules, "ja").pairs).toHaveLength(1);
    expect(clean([["Tea", "чай"]], rules, "sr@latin").pairs).toHaveLength(1);
    expect(clean([["Tea", "чай"]], rules, "racv").pairs).toHaveLength(1);
    expect(clean([["Tea", "Un thé, 茶"]], rules, "fr").pairs).toHaveLength(1);
  });

  it("reports the most frequent reason first, with three examples", () => {
    const pairs = ["a", "b", "c", "d"].map((name) => [name, name] as const);
    const { report } = clean([["", "x"], ...pairs]);
    expect(report.dropped.map(({ reason, count }) => [reason, count])).toEqual([
      ["identical sides", 4],
      ["empty", 1],
    ]);
    expect(report.dropped[0]?.examples).toHaveLength(3);
    expect(describeCleaning(report)).toBe("kept 0 of 5 pairs; left out 4 identical sides, 1 empty");
    expect(describeCleaning(clean([["Go.", "Va."]]).report)).toBe("kept 1 of 1 pairs");
  });

  it("refuses rules that nothing can keep", () => {
    expect(() => clean([], { maximumCharacters: 0 })).toThrow(
      "Cannot clean pairs: maximumCharacters must be at least 1, got 0",
    );
    expect(() => clean([], { maximumRatio: Number.NaN })).toThrow(
      "Cannot clean pairs: maximumRatio must be at least 1, got NaN",
    );
  });
});
