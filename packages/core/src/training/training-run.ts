/** The changing side of a training run: where it is, what it saves, what it reports. */
import type { WeightValues } from "../model/parameters.ts";
import { averageWeights } from "./average-weights.ts";
import type { NamedWeights } from "./named-variables.ts";
import { Optimizer } from "./optimizer.ts";
import {
  bestReport,
  isBetter,
  isPatienceOver,
  keptSteps,
  type MetricChoice,
  metricOf,
  type TrainingReport,
} from "./reports.ts";
import type { Metrics, StopReason, TrainOptions, TrainResult } from "./train-options.ts";
import { memoryStore, type TrainingPosition, type TrainingStore } from "./training-store.ts";

const START: TrainingPosition = {
  epoch: 1,
  batches: 0,
  step: 0,
  optimizerStep: 0,
  goodStep: 0,
  lossSum: 0,
  tokens: 0,
  reportedStep: 0,
  stepsPerEpoch: 0,
  learningRate: 0,
  rateFactor: 1,
  firstLoss: 0,
  brokenSteps: 0,
  elapsedSeconds: 0,
  reports: [],
};

/** A run from its start, or from the state that was saved. */
export class TrainingRun<Batch> {
  readonly options: TrainOptions<Batch>;
  readonly optimizer: Optimizer;
  readonly metric: MetricChoice;
  /** Replaced as a whole, so that an error never leaves half a change. */
  position: TrainingPosition = START;
  /** Step of the newest saved state; nothing before the first. */
  savedStep: number | undefined;
  readonly #store: TrainingStore;
  #good: NamedWeights | undefined;
  #start: number = performance.now();
  #lastSave: number = performance.now();
  #meter = { start: performance.now(), step: 0, tokens: 0 };

  constructor(options: TrainOptions<Batch>) {
    this.options = options;
    this.optimizer = new Optimizer(options.parameters, options.optimizer);
    this.#store = options.store ?? memoryStore();
    const name = options.validate ? "loss" : "trainingLoss";
    this.metric = options.metric ?? { name, direction: "lowest" };
  }

  /** Continues from the newest state of the store, if it has one. */
  async restore(): Promise<void> {
    const state = await this.#store.loadState();
    if (!state) return;
    const { position, tensors } = state;
    this.#write(tensors, position.optimizerStep);
    const good = [...tensors].filter(([name]) => name.startsWith("good/"));
    if (good.length > 0) this.#good = new Map(good.map(([name, value]) => [name.slice(5), value]));
    this.position = position;
    this.savedStep = position.step;
    await this.#store.saveReports(position.reports); // a kill may have come between the two
  }

  /** Tells the callbacks that it starts. */
  begin(): void {
    const { step, epoch, reports } = this.position;
    this.#start = performance.now() - this.position.elapsedSeconds * 1000;
    this.#lastSave = performance.now();
    this.restartMeter();
    for (const callback of this.options.callbacks ?? []) {
      callback.onStart?.({ step, epoch, reports });
    }
  }

  get elapsedSeconds(): number {
    return (performance.now() - this.#start) / 1000;
  }

  /** What was done since the last report, by the second. */
  get speed(): { readonly tokensPerSecond: number; readonly stepsPerSecond: number } {
    const seconds = Math.max(1e-9, (performance.now() - this.#meter.start) / 1000);
    return {
      tokensPerSecond: this.#meter.tokens / seconds,
      stepsPerSecond: (this.position.step - this.#meter.step) / seconds,
    };
  }

  /** Counts tokens for the speed. */
  count(tokens: number): void {
    this.#meter.tokens += tokens;
  }

  restartMeter(): void {
    this.#meter = { start: performance.now(), step: this.position.step, tokens: 0 };
  }

  /** Why training is over; nothing when it is not. */
  stopReason(): StopReason | undefined {
    const { epochs, steps, minutes, earlyStopping, signal } = this.options;
    const { position } = this;
    if (epochs !== undefined && position.epoch > epochs) return "epochs";
    if (steps !== undefined && position.step >= steps) return "steps";
    const metric = earlyStopping?.metric ?? this.metric;
    if (earlyStopping && isPatienceOver(position.reports, { ...earlyStopping, metric })) {
      return "patience";
    }
    if (minutes !== undefined && this.elapsedSeconds >= minutes * 60) return "minutes";
    return signal?.aborted ? "interrupted" : undefined;
  }

  /** Saves the state when it is time to; called when the weights have just shown a sound loss. */
  async checkpoint(): Promise<void> {
    const { onBroken, checkpointMinutes = 1 } = this.options;
    if (onBroken === "halve" && (!this.#good || this.position.step % 50 === 0)) {
      this.#good = this.#read();
      this.position = { ...this.position, goodStep: this.optimizer.step };
    }
    if (performance.now() - this.#lastSave >= checkpointMinutes * 60_000) await this.save();
  }

  /** Saves the state. */
  async save(): Promise<void> {
    if (!this.options.store) return;
    const good = [...(this.#good ?? [])].map(([name, value]) => [`good/${name}`, value] as const);
    await this.#store.saveState({
      position: {
        ...this.position,
        optimizerStep: this.optimizer.step,
        elapsedSeconds: this.elapsedSeconds,
      },
      tensors: new Map([...this.#read(), ...good]),
    });
    this.savedStep = this.position.step;
    this.#lastSave = performance.now();
  }

  /** Goes back to the last good weights. */
  revert(): void {
    if (this.#good) this.#write(this.#good, this.position.goodStep);
  }

  /** Validates, keeps the weights that are worth it, and tells the callbacks. */
  async report(next: Partial<TrainingPosition> = {}): Promise<void> {
    const { parameters, keepBest = 0, averageLast = 0, callbacks = [] } = this.options;
    const { epoch, step, learningRate, lossSum, tokens, reports } = this.position;
    const { tokensPerSecond } = this.speed;
    const validation = (await this.options.validate?.()) ?? {};
    const report: TrainingReport = {
      epoch,
      step,
      learningRate,
      trainingLoss: lossSum / tokens,
      validation,
      tokensPerSecond,
      elapsedSeconds: this.elapsedSeconds,
    };
    const all = [...reports, report];
    const best = bestReport(all, this.metric) === report;
    const last = Math.max(averageLast, this.options.keepLast ?? 0);
    const weights = best || last + keepBest > 0 ? parameters.read() : new Map();
    // All that can fail comes before the position changes: a resumed run makes this report again.
    if (best) await this.#store.saveBest(weights);
    if (last + keepBest > 0) {
      const kept = keptSteps(all, { last, best: keepBest, metric: this.metric });
      await this.#store.saveKept(step, weights, kept);
    }
    await this.#store.saveReports(all);
    const cleared = { lossSum: 0, tokens: 0, reportedStep: step };
    this.position = { ...this.position, ...cleared, ...next, reports: all };
    for (const callback of callbacks) {
      if (best) await callback.onImprovement?.(report, weights);
      await callback.onReport?.(report);
    }
    this.restartMeter();
  }

  /** Leaves the parameters with the best weights there are. */
  async finish(stopped: StopReason): Promise<TrainResult> {
    const { parameters, callbacks = [] } = this.options;
    await this.save();
    const { reports, step, epoch, batches } = this.position;
    const best = bestReport(reports, this.metric);
    const averaged = best && stopped !== "interrupted" ? await this.#average(best) : undefined;
    if (best && !averaged) parameters.write(await this.#store.loadBest());
    const epochs = batches > 0 ? epoch : epoch - 1;
    const result: TrainResult = { stopped, epochs, steps: step, reports, best, averaged };
    for (const callback of callbacks) await callback.onEnd?.(result);
    return result;
  }

  notice(text: string): void {
    for (const callback of this.options.callbacks ?? []) callback.onNotice?.(text);
  }

  dispose(): void {
    this.optimizer.dispose();
  }

  /** The average of the last weights, where it is better than the best: its metrics. */
  async #average(best: TrainingReport): Promise<Metrics | undefined> {
    const { averageLast = 0, parameters, validate } = this.options;
    const steps = this.position.reports.slice(-averageLast).map(({ step }) => step);
    if (averageLast < 2 || steps.length < 2 || !validate) return undefined;
    const sets = await Promise.all(steps.map((step) => this.#store.loadKept(step)));
    const average = averageWeights(sets);
    parameters.write(average);
    const validation = await validate();
    const value = metricOf({ trainingLoss: Number.NaN, validation }, this.metric);
    if (!isBetter(value, metricOf(best, this.metric), this.metric)) return undefined;
    await this.#store.saveBest(average);
    return validation;
  }

  #read(): Map<string, WeightValues> {
    const prefixed = (prefix: string, values: NamedWeights): [string, WeightValues][] =>
      [...values].map(([name, value]) => [`${prefix}/${name}`, value]);
    return new Map([
      ...prefixed("weights", this.options.parameters.read()),
      ...prefixed("optimizer", this.optimizer.read()),
    ]);
  }

  #write(tensors: NamedWeights, optimizerStep: number): void {
    const below = (prefix: string): Map<string, WeightValues> =>
      new Map(
        [...tensors]
          .filter(([name]) => name.startsWith(`${prefix}/`))
          .map(([name, value]) => [name.slice(prefix.length + 1), value]),
      );
    this.options.parameters.write(below("weights"));
    this.optimizer.write(below("optimizer"), optimizerStep);
  }
}
