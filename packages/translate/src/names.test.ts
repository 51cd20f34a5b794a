import { Random } from "@encdec/core";
import { describe, expect, it } from "vitest";
import { NAME_LANGUAGES, namePairs } from "./names.ts";

function pairs(targetLanguage: string, dates = 3, seed = 1) {
  const random = Random.fromSeed(seed);
  return namePairs({ sourceLanguage: "en", targetLanguage, dates, random });
}

describe("namePairs", () => {
  it("joins emoji, languages, regions and currencies by their codes, and adds dates", () => {
    const french = pairs("fr");
    expect(french.length).toBeGreaterThan(4500);
    expect(french).toContainEqual({ source: "red apple", target: "pomme rouge" });
    const find = (source: string) => french.find((pair) => pair.source === source)?.target;
    expect(find("Germany")).toBe("Allemagne");
    expect(find("Swedish")).toBe("suédois");
    expect(find("Euro")).toBe("euro");
    expect(french.at(-1)?.source).toMatch(/^[A-Z][a-z]+ \d+, \d{4}$/);
    expect(french.at(-1)?.target).toMatch(/^\d+(er)? \p{L}+ \d{4}$/u);
  });

  it("draws the dates from the random stream", () => {
    const dates = (seed: number) => pairs("fr", 20, seed).slice(-20);
    expect(dates(1)).toEqual(dates(1));
    expect(dates(1)).not.toEqual(dates(2));
  });

  it("knows every language that it lists", () => {
    for (const language of NAME_LANGUAGES) expect(pairs(language, 0).length).toBeGreaterThan(1000);
  });

  it("refuses a language without names", () => {
    expect(() => pairs("tlh")).toThrow(
      `Cannot load names: the language must be one of ${NAME_LANGUAGES.join(", ")}, got "tlh"`,
    );
  });
});
