import { describe, expect, it } from "vitest";
import { Random } from "./random.ts";
import { splitByKey } from "./split.ts";
import { splitBeside } from "./split-beside.ts";

const WORDS = Array.from({ length: 100 }, (_, index) => `word ${index}`);

const options = () => ({
  key: (word: string) => word.toLowerCase(),
  validationShare: 0.1,
  testShare: 0.2,
  random: Random.fromSeed(1),
});

describe("splitBeside", () => {
  it("splits as by key where nothing is given", () => {
    const onLeftOut = () => expect.unreachable();
    expect(splitBeside(WORDS, { ...options(), given: {}, onLeftOut })).toEqual(
      splitByKey(WORDS, options()),
    );
  });

  it("takes a set that is given as it is, and draws the other one", () => {
    const given = { validation: ["Word 3", "Word 3", "another"] };
    const counts: number[] = [];
    const onLeftOut = (count: number): unknown => counts.push(count);
    const { train, validation, test } = splitBeside(WORDS, { ...options(), given, onLeftOut });
    expect(validation).toEqual(given.validation);
    expect(test).toHaveLength(20); // of 99
    expect([...train, ...test].sort()).toEqual(WORDS.filter((word) => word !== "word 3").sort());
    expect(counts).toEqual([1]);
  });

  it("draws nothing where both are given", () => {
    const given = { validation: ["word 1"], test: ["word 2"] };
    const { train, ...heldOut } = splitBeside(WORDS, { ...options(), given });
    expect(train).toHaveLength(98);
    expect(heldOut).toEqual(given);
  });

  it("tells what is left out before it finds that too little is left", () => {
    const counts: number[] = [];
    const onLeftOut = (count: number): unknown => counts.push(count);
    const given = { test: ["one", "two"] };
    const split = (): unknown => splitBeside(["one", "two"], { ...options(), given, onLeftOut });
    expect(split).toThrow("Cannot split examples: at least 2 different ones are needed, got 0");
    expect(counts).toEqual([2]);
  });
});
