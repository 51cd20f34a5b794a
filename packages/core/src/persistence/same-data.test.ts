import { expect, it } from "vitest";
import { checkSameData } from "./same-data.ts";

const config = { dataFingerprint: "5ad1" };
const now = { run: "runs/a", heldOut: "test rows" };

it("passes the data of the run and no other", () => {
  expect(() => checkSameData(config, { ...now, fingerprint: "5ad1" })).not.toThrow();
  expect(() => checkSameData(config, { ...now, fingerprint: "c0de" })).toThrow(
    "Cannot evaluate runs/a: its data must have fingerprint 5ad1, got c0de; test rows may have been trained on",
  );
});
