import { Writable } from "node:stream";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { scored, translation } from "../test/evaluations.ts";
import { taskProgress } from "./task-progress.ts";

/** Keeps what is written. */
class Screen extends Writable {
  text = "";
  readonly isTTY: boolean;

  constructor(isTTY = false) {
    super();
    this.isTTY = isTTY;
  }

  override _write(chunk: Buffer, _: BufferEncoding, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("the progress of tasks", () => {
  it("is a line now and then, with the time that is left", () => {
    const stream = new Screen();
    const { onTraining, onScoring, onEnd, stop } = taskProgress({ quiet: false, stream });
    onTraining("translate", { epoch: 0, epochs: 40 });
    onTraining("forecast", { epoch: 10, epochs: 20 });
    for (let epoch = 1; epoch <= 10; epoch++) {
      vi.advanceTimersByTime(1500);
      onTraining("translate", { epoch, epochs: 40 });
    }
    onTraining("forecast", { epoch: 15, epochs: 20 });
    onScoring("translate");
    onEnd("translate", scored(translation()));
    const failed = { task: "forecast", run: "r", problem: "Cannot go on", isInterrupted: false };
    onEnd("forecast", { ...failed, task: "forecast" });
    onEnd("summarize", { ...failed, task: "summarize", isInterrupted: true });
    stop();
    expect(stream.text.split("\n")).toEqual([
      "translate: training",
      "forecast: epoch 10/20",
      "translate: epoch 4/40  ETA 54 s",
      "translate: epoch 8/40  ETA 48 s",
      "forecast: epoch 15/20  ETA 15 s",
      "translate: scoring",
      "translate: done",
      "forecast: failed: Cannot go on",
      "summarize: interrupted",
      "",
    ]);
  });

  it("knows that a training may end before its last epoch", () => {
    const stream = new Screen();
    const { onTraining } = taskProgress({ quiet: false, stream });
    for (let epoch = 0; epoch <= 2; epoch++) {
      onTraining("translate", { epoch, epochs: 100, maxMinutes: 2 });
      vi.advanceTimersByTime(20_000);
    }
    expect(stream.text).toContain("translate: epoch 2/100  ETA 1 min 20 s\n");
  });

  it("is a bar for each task on a terminal", async () => {
    const stream = new Screen(true);
    const { onTraining, onEnd, stop } = taskProgress({ quiet: false, stream });
    onTraining("translate", { epoch: 3, epochs: 4 });
    onTraining("summarize", { epoch: 1, epochs: 4 });
    onEnd("translate", scored(translation()));
    stop();
    expect(stream.text).toContain("translate  done");
    expect(stream.text).toContain("summarize  epoch 1/4");
  });

  it("is nothing for those who want it quiet", () => {
    const stream = new Screen();
    const { onTraining, onEnd, stop } = taskProgress({ quiet: true, stream });
    onTraining("translate", { epoch: 3, epochs: 4 });
    onEnd("translate", scored(translation()));
    stop();
    expect(stream.text).toBe("");
  });
});
