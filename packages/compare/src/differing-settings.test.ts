import { expect, it } from "vitest";
import { differingSettings } from "./differing-settings.ts";

it("tells runs apart by values, lists and settings that are not set", () => {
  const runs = [
    { seed: 1, data: { from: "names", limit: 400 }, window: { calendar: ["hour", "day"] } },
    { seed: 1, data: { from: "names" }, window: { calendar: ["hour"] } },
    { seed: 1, data: { from: "names", limit: 400 }, window: { calendar: ["hour"] } },
  ];
  expect(differingSettings(runs)).toEqual([
    { "data.limit": "400", "window.calendar": '["hour","day"]' },
    { "window.calendar": '["hour"]' },
    { "data.limit": "400", "window.calendar": '["hour"]' },
  ]);
  expect(differingSettings([{ a: 1 }, { a: 1 }])).toEqual([{}, {}]);
});
