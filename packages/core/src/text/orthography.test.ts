import { expect, test } from "vitest";
import { orthographyOf } from "./orthography.ts";

test("finds the rules by the base language", () => {
  expect(orthographyOf("fr-BE")).toBe(orthographyOf("fr"));
  expect(orthographyOf("fr").spacedPunctuation).toBe(true);
  expect(orthographyOf("en-GB").spacedPunctuation).toBe(false);
});

test("gives languages without rules of their own the common ones", () => {
  expect(orthographyOf("fi")).toMatchObject({ language: "fi", parts: [], leansLeft: undefined });
});

test("refuses what is no language tag", () => {
  expect(() => orthographyOf("")).toThrow(
    'Cannot create a tokenizer: language must be a BCP 47 tag such as "fr", got ""',
  );
});
