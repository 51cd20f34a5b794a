import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { expect, it } from "vitest";
import { describeEngine, loadEngine } from "../backend/engine.ts";
import { Output } from "./output.ts";

it("says which engine runs, unless it is to be quiet", async () => {
  const engine = await loadEngine();
  for (const quiet of [false, true]) {
    const notices = new PassThrough();
    await new Output({ quiet }, { notices }).noticeEngine();
    expect(await text(notices.end())).toBe(quiet ? "" : `${describeEngine(engine)}\n`);
  }
});
