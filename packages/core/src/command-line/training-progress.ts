/** Progress of training: a bar with ETA on a terminal, plain lines elsewhere. */
import cliProgress from "cli-progress";
import type { TrainingReport } from "../training/reports.ts";
import type { StepProgress, TrainingCallback } from "../training/train-options.ts";

/** Shows how training goes on standard error. */
export interface TrainingProgress extends TrainingCallback {
  /** Takes the bar away. */
  stop(): void;
}

/** What a count is shown beside. */
interface Limits {
  readonly epochs?: number | undefined;
  readonly steps?: number | undefined;
}

/** Time between lines inside an epoch. */
const LINE_INTERVAL_MS = 30_000;

/** Resolution of the bar. */
const BAR_TOTAL = 10_000;

/** @param options.epochs Most epochs, for the display; `steps` the same. */
export function trainingProgress(options: Limits & { readonly quiet: boolean }): TrainingProgress {
  if (options.quiet) return { stop: () => {} };
  return process.stderr.isTTY ? bar(options) : lines(options);
}

function lines(limits: Limits): TrainingProgress {
  const write = (text: string): void => void process.stderr.write(`${text}\n`);
  let last = performance.now();
  return {
    onStart: ({ step }) => {
      if (step > 0) write(`resumed after step ${step}`);
    },
    onStep: (progress) => {
      if (performance.now() - last < LINE_INTERVAL_MS) return;
      last = performance.now();
      const share = progress.share === undefined ? "" : `  ${percent(progress.share)} % done`;
      write(`${place(progress, limits)}  step ${progress.step}  ${figures(progress)}${share}`);
    },
    onReport: (report) => {
      last = performance.now();
      write(reportLine(report, limits));
    },
    onNotice: write,
    stop: () => {},
  };
}

function bar(limits: Limits): TrainingProgress {
  const screen = new cliProgress.MultiBar(
    {
      format: "{bar} {place}  {percentage} %  ETA {eta_formatted}  {figures}",
      clearOnComplete: true,
      hideCursor: true,
      etaBuffer: 100,
      stream: process.stderr,
    },
    cliProgress.Presets.shades_classic,
  );
  let single: cliProgress.SingleBar | undefined;
  return {
    onStart: ({ step }) => {
      if (step > 0) screen.log(`resumed after step ${step}\n`);
    },
    onStep: (progress) => {
      const value = Math.floor(BAR_TOTAL * (progress.share ?? 0));
      const payload = { place: place(progress, limits), figures: figures(progress) };
      // The first value is where a resumed run starts: ETA counts from there.
      single ??= screen.create(BAR_TOTAL, value, payload);
      single.update(value, payload);
    },
    onReport: (report) => void screen.log(`${reportLine(report, limits)}\n`),
    onNotice: (text) => void screen.log(`${text}\n`),
    stop: () => screen.stop(),
  };
}

function percent(share: number): string {
  return (100 * share).toFixed(1);
}

function place({ epoch, step }: { epoch: number; step: number }, limits: Limits): string {
  if (limits.epochs === undefined && limits.steps !== undefined) {
    return `step ${String(step).padStart(String(limits.steps).length)}/${limits.steps}`;
  }
  const { epochs } = limits;
  return epochs === undefined
    ? `epoch ${epoch}`
    : `epoch ${String(epoch).padStart(String(epochs).length)}/${epochs}`;
}

function figures({ loss, tokensPerSecond }: StepProgress): string {
  return `loss ${loss.toFixed(3)}  ${Math.round(tokensPerSecond)} tokens/s`;
}

function reportLine(report: TrainingReport, limits: Limits): string {
  const { trainingLoss, validation, tokensPerSecond, elapsedSeconds } = report;
  return [
    place(report, limits),
    `training loss ${trainingLoss.toFixed(3)}`,
    ...Object.entries(validation).map(([name, value]) => `validation ${name} ${value.toFixed(3)}`),
    `${Math.round(tokensPerSecond)} tokens/s`,
    `${elapsedSeconds.toFixed(0)} s`,
  ].join("  ");
}
