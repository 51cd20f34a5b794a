import { describe, expect, it } from "vitest";
import { z } from "zod";
import {
  checkSettings,
  mergeSettings,
  readSettings,
  settingsFromFlags,
  settingsOf,
} from "./settings.ts";

const schema = z.strictObject({
  seed: z.int().min(0).describe("decides everything"),
  model: z.strictObject({
    units: z.int().min(1).max(4096),
    dropout: z.number().min(0).max(0.9).optional(),
    cell: z.enum(["lstm", "gru"]),
    reverse: z.boolean(),
  }),
});
const GOOD = { seed: 1, model: { units: 2, cell: "lstm", reverse: true } };

describe("settings", () => {
  it("are listed from the schema", () => {
    expect(settingsOf(schema).map(({ path, type }) => [path, type])).toEqual([
      ["seed", "integer"],
      ["model.units", "integer"],
      ["model.dropout", "number"],
      ["model.cell", "string"],
      ["model.reverse", "boolean"],
    ]);
    expect(settingsOf(schema)[3]?.choices).toEqual(["lstm", "gru"]);
    expect(settingsOf(schema)[0]?.description).toBe("decides everything");
  });

  it("lie over one another key by key", () => {
    expect(mergeSettings(GOOD, { model: { units: 9 } }, { seed: 3 })).toEqual({
      seed: 3,
      model: { units: 9, cell: "lstm", reverse: true },
    });
  });

  it("come from flags with their types", () => {
    const flags = { "model.units": "256", "model.reverse": "false", "model.cell": "gru" };
    expect(settingsFromFlags(settingsOf(schema), flags)).toEqual({
      model: { units: 256, reverse: false, cell: "gru" },
    });
    expect(settingsFromFlags(settingsOf(schema), { "model.reverse": true })).toEqual({
      model: { reverse: true },
    });
  });

  it.each([
    [{ "model.units": "many" }, 'Cannot use model.units: it must be a number, got "many"'],
    [{ "model.units": "" }, 'Cannot use model.units: it must be a number, got ""'],
    [{ "model.reverse": "yes" }, 'Cannot use model.reverse: it must be true or false, got "yes"'],
  ])("refuse the flag %j", (flags, message) => {
    expect(() => settingsFromFlags(settingsOf(schema), flags)).toThrow(message);
  });

  it.each([
    [{ ...GOOD, modle: {} }, 'there is no key of this name, got "modle"'],
    [
      { ...GOOD, model: { ...GOOD.model, unit: 3 } },
      'there is no key of this name, got "model.unit"',
    ],
    [{ ...GOOD, model: { ...GOOD.model, units: 0 } }, "Cannot use model.units: too small"],
    [{ ...GOOD, model: { ...GOOD.model, units: 0 } }, "got 0"],
    [{ ...GOOD, model: { ...GOOD.model, cell: "rnn" } }, 'got "rnn"'],
    [{ model: GOOD.model }, "Cannot use seed:"],
    [{ ...GOOD, seed: "1" }, 'got "1"'],
  ])("are refused with key, reason and value: %j", (settings, message) => {
    expect(() => checkSettings(schema, settings)).toThrow(message);
  });

  it("cannot be read from a file that is missing", async () => {
    await expect(readSettings("/nowhere/settings.yaml")).rejects.toThrow(
      "Cannot read settings: ENOENT: no such file or directory",
    );
  });
});
