/** Every pair of cell, score, feeding, direction and depth. */
import { beforeAll, expect, it } from "vitest";
import {
  ARCHITECTURES,
  type Architecture,
  architectureConfig,
  CHOICES,
} from "../../test/architectures.ts";
import { EXAMINATION_MS, examine, sampled } from "../../test/examine.ts";
import { TARGETS, tokenSubject } from "../../test/token-subject.ts";
import { loadEngine } from "../backend/engine.ts";

beforeAll(() => loadEngine());

it("occurs in the sample", () => {
  const names = Object.keys(CHOICES) as (keyof Architecture)[];
  for (const [index, one] of names.entries()) {
    for (const other of names.slice(index + 1)) {
      const pairs = new Set(ARCHITECTURES.map((row) => `${row[one]} ${row[other]}`));
      const possible = CHOICES[one].length * CHOICES[other].length;
      // Without attention nothing is fed.
      expect(pairs.size).toBe(one === "score" && other === "feeding" ? possible - 2 : possible);
    }
  }
});

it.each(sampled(ARCHITECTURES))(
  "$cell, $score attention, $feeding fed, $direction, $layers layers: learns by heart, right gradients, padding without effect, saved bit by bit",
  (architecture) =>
    examine({
      config: architectureConfig(architecture),
      make: tokenSubject,
      below: 1,
      check: (written) => expect(written).toEqual(TARGETS),
    }),
  EXAMINATION_MS,
);
