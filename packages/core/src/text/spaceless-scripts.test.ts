import { expect, test } from "vitest";
import { isSpaceless } from "./spaceless-scripts.ts";

test("knows the scripts that write words without spaces", () => {
  for (const token of ["山", "の", "カ", "ー", "。", "，", "ภ", "ລ", "ខ", "မ"]) {
    expect(isSpaceless(token), token).toBe(true);
  }
  for (const token of ["a", "é", "가", "ж", "ש", "ह", "1", ".", " ", "😀", ""]) {
    expect(isSpaceless(token), token).toBe(false);
  }
});
