import { afterEach, expect, it, vi } from "vitest";
import type { TrainingReport } from "../training/reports.ts";
import { trainingProgress } from "./training-progress.ts";

const REPORT: TrainingReport = {
  epoch: 2,
  step: 20,
  learningRate: 0.1,
  trainingLoss: 1.23456,
  validation: { loss: 2, bleu: 31.5 },
  tokensPerSecond: 1234.5,
  elapsedSeconds: 65.4,
};
const STEP = {
  epoch: 2,
  step: 25,
  share: 0.125,
  loss: 1,
  learningRate: 0.1,
  gradientNorm: 1,
  tokensPerSecond: 999.6,
  stepsPerSecond: 1,
};

function written(): string[] {
  const lines: string[] = [];
  vi.spyOn(process.stderr, "write").mockImplementation((text) => {
    lines.push(String(text));
    return true;
  });
  return lines;
}

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

it("is plain lines when nobody watches: one a report, and one every 30 s", () => {
  vi.useFakeTimers();
  const lines = written();
  const progress = trainingProgress({ epochs: 10, quiet: false });
  progress.onStart?.({ step: 0, epoch: 1, reports: [] });
  progress.onStart?.({ step: 5, epoch: 1, reports: [] });
  progress.onReport?.(REPORT);
  progress.onStep?.(STEP);
  vi.advanceTimersByTime(31_000);
  progress.onStep?.(STEP);
  progress.onStep?.(STEP);
  progress.onNotice?.("the step was left out");
  progress.stop();
  expect(lines).toEqual([
    "resumed after step 5\n",
    "epoch  2/10  training loss 1.235  validation loss 2.000  validation bleu 31.500  1235 tokens/s  65 s\n",
    "epoch  2/10  step 25  loss 1.000  1000 tokens/s  12.5 % done\n",
    "the step was left out\n",
  ]);
});

it("counts steps where they are the limit, and is silent when asked to", () => {
  const lines = written();
  trainingProgress({ steps: 1000, quiet: false }).onReport?.(REPORT);
  trainingProgress({ quiet: false }).onReport?.({ ...REPORT, validation: {} });
  trainingProgress({ epochs: 1, quiet: true }).onReport?.(REPORT);
  expect(lines.map((line) => line.split("  training")[0])).toEqual(["step   20/1000", "epoch 2"]);
});
