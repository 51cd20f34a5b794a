/** Whether generated examples are the same as another time. */
import { checksum } from "@encdec/core/persistence";
import type { ExecuteConfig } from "./config.ts";
import { takeExamples } from "./data.ts";
import { streamOptionsOf } from "./encode.ts";

/** Tells whether the examples of some settings are the same as another time: a changed generator draws others. */
export function fingerprintOf(config: ExecuteConfig): string {
  const { length, nesting } = config.data;
  const difficulty = { length, nesting };
  const stream = "fingerprint";
  const options = streamOptionsOf(config, { set: "test", stream, difficulty });
  return checksum(JSON.stringify(takeExamples(100, options)));
}
