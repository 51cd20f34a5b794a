import { describe, expect, it } from "vitest";
import { z } from "zod";
import { listSetting } from "./list-setting.ts";
import { settingsFromFlags, settingsOf } from "./settings.ts";

const columns = listSetting(z.string().min(1), "columns that are read");
const quantiles = listSetting(z.number().gt(0).lt(1), "quantiles");

describe("listSetting", () => {
  it.each<[string, readonly string[]]>([
    ["temp_max,wind", ["temp_max", "wind"]],
    [" a , b c ,, ", ["a", "b c"]],
    ["2024", ["2024"]],
    ["", []],
  ])("reads %j as names", (text, expected) => {
    expect(columns.parse(text)).toEqual(expected);
  });

  it("reads numbers, and refuses what is none or out of range", () => {
    expect(quantiles.parse("0.1,.5")).toEqual([0.1, 0.5]);
    expect(quantiles.safeParse("0.1,half").success).toBe(false);
    expect(quantiles.safeParse("0.1,2").success).toBe(false);
    expect(quantiles.safeParse([0.1, "0.5"]).success).toBe(false);
  });

  it("is a flag that takes a text", () => {
    const schema = z.strictObject({ columns });
    const settings = settingsOf(schema);
    expect(settings).toEqual([
      { path: "columns", type: "string", choices: undefined, description: "columns that are read" },
    ]);
    expect(schema.parse(settingsFromFlags(settings, { columns: "a,b" }))).toEqual({
      columns: ["a", "b"],
    });
  });
});
