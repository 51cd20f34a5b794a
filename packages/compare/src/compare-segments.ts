/** Whether one run is better than another, on the held-out examples that both have. */
import { type CorpusStatistics, pairedBootstrap } from "@encdec/core";
import type { RunEvaluation, Segments, TextSegment } from "@encdec/core/persistence";
import { segmentStatistics } from "./segment-statistics.ts";
import { type Outcome, outcomeOf } from "./verdict.ts";

/** Two runs of one task on the examples that are held out from both. */
export interface RunDifference {
  /** Examples, or blocks of them. */
  readonly segments: number;
  readonly baseline: number;
  readonly system: number;
  /** System less baseline. */
  readonly difference: number;
  /** How likely so large a difference is by chance, above 0 to 1. */
  readonly pValue: number;
  readonly outcome: Outcome;
}

/**
 * Compares two runs of one task by a paired bootstrap, in the measure that decides.
 *
 * Examples that are held out from one run alone are left out: the other may have been trained on them.
 *
 * @returns Nothing where fewer than two examples are left.
 * @throws {RangeError} If the runs are of different tasks.
 */
export function compareSegments(
  baseline: Pick<RunEvaluation, "task" | "measures" | "segments">,
  system: Pick<RunEvaluation, "task" | "measures" | "segments">,
): RunDifference | undefined {
  if (baseline.task !== system.task) {
    throw new RangeError(
      `Cannot compare runs: both must be of one task, got ${baseline.task} and ${system.task}`,
    );
  }
  const [measure] = baseline.measures;
  const shared = sharedSegments(baseline.segments, system.segments);
  if (shared === undefined || shared[0].items.length < 2) return undefined;
  const [before, now] = shared.map((segments) => segmentStatistics(segments, measure)) as [
    CorpusStatistics,
    CorpusStatistics,
  ];
  const { winRate, ...found } = pairedBootstrap(before, now);
  const outcome = outcomeOf({
    measure,
    system: { score: found.system },
    baseline: { score: found.baseline },
    pValue: found.pValue,
  });
  return { segments: before.segments, ...found, outcome };
}

type Pair = readonly [baseline: Segments, system: Segments];

function sharedSegments(baseline: Segments, system: Segments): Pair | undefined {
  if (baseline.kind === "texts" && system.kind === "texts") {
    // A source that is to be translated into another language is another example.
    const isSame = (a: TextSegment, b: TextSegment): boolean =>
      JSON.stringify(a.references) === JSON.stringify(b.references);
    const [a, b] = withSharedKeys(baseline.items, system.items, isSame);
    return [
      { kind: "texts", items: a },
      { kind: "texts", items: b },
    ];
  }
  if (baseline.kind === "means" && system.kind === "means") {
    const [a, b] = withSharedKeys(baseline.items, system.items, () => true);
    return [
      { kind: "means", items: a },
      { kind: "means", items: b },
    ];
  }
  return undefined;
}

function withSharedKeys<Item extends { readonly key: string }>(
  baseline: readonly Item[],
  system: readonly Item[],
  isSame: (a: Item, b: Item) => boolean,
): [Item[], Item[]] {
  const byKey = new Map(system.map((item) => [item.key, item]));
  const pairs = baseline.flatMap((item): [Item, Item][] => {
    const other = byKey.get(item.key);
    return other === undefined || !isSame(item, other) ? [] : [[item, other]];
  });
  return [pairs.map(([item]) => item), pairs.map(([, other]) => other)];
}
