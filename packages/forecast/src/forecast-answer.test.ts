import { timeZone } from "@encdec/core";
import { expect, test } from "vitest";
import { forecastCsv, forecastRecords } from "./forecast-answer.ts";

const time = Date.parse("2024-03-30T23:00Z");

test("is CSV by the clock of the zone, with intervals and names of series", () => {
  const values = { 'a, "b"': { forecast: 1.23456789, lower: 0, upper: 2 } };
  const forecasts = [{ series: "north", rows: [{ time, values }] }];
  const records = forecastRecords(forecasts, timeZone("Europe/Paris"));
  expect(forecastCsv(records)).toBe(
    'series,time,"a, ""b""","a, ""b""_lower","a, ""b""_upper"\nnorth,2024-03-31,1.234568,0,2',
  );
});

test("has neither where there are none", () => {
  const forecasts = [{ series: "", rows: [{ time, values: { a: { forecast: 5 } } }] }];
  const records = forecastRecords(forecasts, timeZone("UTC"));
  expect(records).toEqual([{ time: "2024-03-30T23:00", values: { a: { forecast: 5 } } }]);
  expect(forecastCsv(records)).toBe("time,a\n2024-03-30T23:00,5");
});

test("times have one form: dates alone only where all are midnights", () => {
  const values = { a: { forecast: 5 } };
  const rows = ["2024-03-30T23:00Z", "2024-03-31T00:00Z"].map((text) => ({
    time: Date.parse(text),
    values,
  }));
  const timesOf = (some: typeof rows): string[] =>
    forecastRecords([{ series: "", rows: some }], timeZone("UTC")).map((record) => record.time);
  expect(timesOf(rows)).toEqual(["2024-03-30T23:00", "2024-03-31T00:00"]);
  expect(timesOf(rows.slice(1))).toEqual(["2024-03-31"]);
});
