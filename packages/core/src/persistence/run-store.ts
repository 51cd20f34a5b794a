/** The part of a run folder that training writes: states, weights, reports. */
import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import type { WeightValues } from "../model/parameters.ts";
import { checksum } from "./checksum.ts";
import { RUN_FILES } from "./run-folder.ts";
import { decodeSafetensors, encodeSafetensors } from "./safetensors.ts";
import { writeFile } from "./write-file.ts";

/** States that are kept: the newest, and the one before in case that one is damaged. */
const GENERATIONS = 2;

/** Position and tensors of a state. */
export interface SavedState<Position> {
  readonly position: Position;
  readonly tensors: ReadonlyMap<string, WeightValues>;
}

/** What the store needs to know of a position and a report. */
interface Step {
  readonly step: number;
}

type Weights = ReadonlyMap<string, WeightValues>;

/**
 * Keeps what training saves in a run folder:
 *
 * ```
 * state/120.safetensors, state/120.json    the state after step 120; the .json is written last and has both checksums
 * checkpoints/120.safetensors              weights of step 120, of the last or best reports
 * model.safetensors, metrics.jsonl         the best weights; the reports without what depends on the clock
 * ```
 *
 * Every file is written whole or not at all; a state that is damaged gives way to the one before.
 */
export class RunStore<Position extends Step, Report extends Step> {
  readonly #folder: string;
  readonly #onNotice: (text: string) => void;

  constructor(folder: string, options: { readonly onNotice?: (text: string) => void } = {}) {
    this.#folder = folder;
    this.#onNotice = options.onNotice ?? (() => {});
  }

  /** The newest state that is whole; notices name those that are not. */
  async loadState(): Promise<SavedState<Position> | undefined> {
    for (const step of await this.#stepsIn(RUN_FILES.state, ".json")) {
      try {
        return await this.#readState(step);
      } catch (error) {
        const reason = (error as Error).message;
        this.#onNotice(
          `the state of step ${step} is damaged (${reason}); the one before it is used`,
        );
        await this.#remove(RUN_FILES.state, (name) => name.startsWith(`${step}.`));
      }
    }
    return undefined;
  }

  async saveState(state: SavedState<Position>): Promise<void> {
    const { step } = state.position;
    const tensors = encodeSafetensors(state.tensors);
    const position = JSON.stringify(state.position, notFiniteAsText);
    const sha256 = { tensors: checksum(tensors), position: checksum(position) };
    await writeFile(this.#path(RUN_FILES.state, `${step}.safetensors`), tensors);
    // The line that makes the state one: without it the tensors count for nothing.
    const json = `{"sha256":${JSON.stringify(sha256)},"position":${position}}\n`;
    await writeFile(this.#path(RUN_FILES.state, `${step}.json`), json);
    const kept = (await this.#stepsIn(RUN_FILES.state, ".json")).slice(0, GENERATIONS);
    await this.#remove(RUN_FILES.state, (name) => !isOf(name, kept));
  }

  async saveBest(weights: Weights): Promise<void> {
    await writeFile(this.#path(RUN_FILES.model), encodeSafetensors(weights));
  }

  async loadBest(): Promise<Weights> {
    return decodeSafetensors(await readFile(this.#path(RUN_FILES.model)));
  }

  async saveKept(step: number, weights: Weights, kept: readonly number[]): Promise<void> {
    const file = this.#path(RUN_FILES.checkpoints, `${step}.safetensors`);
    if (kept.includes(step)) await writeFile(file, encodeSafetensors(weights));
    await this.#remove(RUN_FILES.checkpoints, (name) => !isOf(name, kept));
  }

  async loadKept(step: number): Promise<Weights> {
    return decodeSafetensors(
      await readFile(this.#path(RUN_FILES.checkpoints, `${step}.safetensors`)),
    );
  }

  /** Writes one line a report; a run that was resumed leaves the same bytes as one that was not. */
  async saveReports(reports: readonly Report[]): Promise<void> {
    const lines = reports.map((report) => {
      const { tokensPerSecond, elapsedSeconds, ...exact } = report as Report & ClockReadings;
      return `${JSON.stringify(exact)}\n`;
    });
    await writeFile(this.#path(RUN_FILES.metrics), lines.join(""));
  }

  async #readState(step: number): Promise<SavedState<Position>> {
    const text = await readFile(this.#path(RUN_FILES.state, `${step}.json`), "utf8");
    const { sha256, position } = JSON.parse(text, textAsNotFinite) as {
      readonly sha256: { readonly tensors: string; readonly position: string };
      readonly position: Position;
    };
    expectChecksum(JSON.stringify(position, notFiniteAsText), sha256.position);
    const bytes = await readFile(this.#path(RUN_FILES.state, `${step}.safetensors`));
    expectChecksum(bytes, sha256.tensors);
    return { position, tensors: decodeSafetensors(bytes) };
  }

  /** Steps that have a file, the newest first. */
  async #stepsIn(folder: string, ending: string): Promise<number[]> {
    return (await this.#names(folder))
      .filter((name) => name.endsWith(ending))
      .map((name) => Number(name.slice(0, -ending.length)))
      .filter(Number.isInteger)
      .sort((a, b) => b - a);
  }

  async #remove(folder: string, isUnwanted: (name: string) => boolean): Promise<void> {
    const unwanted = (await this.#names(folder)).filter(isUnwanted);
    await Promise.all(unwanted.map((name) => rm(this.#path(folder, name), { force: true })));
  }

  async #names(folder: string): Promise<string[]> {
    return readdir(this.#path(folder)).catch(() => []);
  }

  #path(...parts: readonly string[]): string {
    return join(this.#folder, ...parts);
  }
}

/** What differs from run to run. */
interface ClockReadings {
  readonly tokensPerSecond?: number;
  readonly elapsedSeconds?: number;
}

/** True for the files of some steps; the leftovers of writes that a kill cut short are none. */
function isOf(name: string, steps: readonly number[]): boolean {
  const [, step] = /^(\d+)\.(json|safetensors)$/.exec(name) ?? [];
  return step !== undefined && steps.includes(Number(step));
}

function expectChecksum(content: string | Uint8Array, expected: string): void {
  const actual = checksum(content);
  if (actual !== expected) {
    throw new Error(`its checksum must be ${expected}, got ${actual}`);
  }
}

/** JSON has no NaN and no infinities. */
function notFiniteAsText(_key: string, value: unknown): unknown {
  return typeof value === "number" && !Number.isFinite(value) ? `${value}` : value;
}

function textAsNotFinite(_key: string, value: unknown): unknown {
  return value === "NaN" || value === "Infinity" || value === "-Infinity" ? Number(value) : value;
}
