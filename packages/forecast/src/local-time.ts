/** Times as the clocks of the data's zone show them. */
import type { TimeZone } from "@encdec/core";

const MIDNIGHT = /T00:00$/;

/** `2024-01-31T17:30`; or `2024-01-31`, where all of them are midnights. */
export function localTimes(times: readonly number[], zone: TimeZone): string[] {
  const texts = times.map((time) =>
    new Date(time + zone.offsetAt(time))
      .toISOString()
      .replace(/(?::00)?\.000Z$/, "")
      .replace(/\.(\d+)Z$/, ".$1"),
  );
  const areDates = texts.every((text) => MIDNIGHT.test(text));
  return areDates ? texts.map((text) => text.replace(MIDNIGHT, "")) : texts;
}

/** What a chart that shows UTC shows as local. */
export function chartTime(time: number, zone: TimeZone): Date {
  return new Date(time + zone.offsetAt(time));
}
