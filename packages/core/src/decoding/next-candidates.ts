/** The candidates of one step of one beam, best first. */
import type { BeamSettings, LiveHypothesis } from "./beam-settings.ts";
import { type Candidate, CandidateList } from "./candidate-list.ts";
import { allocateBanks } from "./phrase-banks.ts";
import type { PhraseProgress, RequiredPhrases } from "./required-phrases.ts";
import type { Advance } from "./step-runner.ts";
import type { Suppressed } from "./token-rules.ts";

/** Where one beam stands. */
export interface BeamStep {
  readonly settings: BeamSettings;
  readonly live: readonly LiveHypothesis[];
  /** Tokens that every live hypothesis has. */
  readonly length: number;
  /** What may not follow each of them. */
  readonly suppressed: readonly Suppressed[];
  readonly reading: Advance;
  /** The row of the first live hypothesis in the reading. */
  readonly firstRow: number;
  /** Tokens that other groups wrote at this step, with how often. */
  readonly written: ReadonlyMap<number, number>;
}

/** All that a beam may need: with the end among them at most twice its size. */
export function nextCandidates(step: BeamStep): readonly Candidate[] {
  const { rules, source, size, phrases } = step.settings;
  const forced = rules.forced(source, step.length);
  if (forced !== undefined) return step.live.map((_, row) => pickedCandidate(step, row, forced, 0));
  return phrases ? constrainedCandidates(step, phrases) : bestCandidates(step, 2 * size);
}

function bestCandidates(
  step: BeamStep,
  capacity: number,
  rows: Iterable<number> = step.live.keys(),
): readonly Candidate[] {
  const { columns, ids, logProbabilities } = step.reading;
  const { diversity } = step.settings;
  const list = new CandidateList(capacity);
  for (const row of rows) {
    const live = step.live[row] as LiveHypothesis;
    const suppressed = step.suppressed[row] as Suppressed;
    const start = (step.firstRow + row) * columns;
    for (let place = start; place < start + columns; place++) {
      const tokenLogProbability = logProbabilities[place] as number;
      const sum = live.logProbability + tokenLogProbability;
      // All that follows in this row is worse still: penalties only take away.
      if (tokenLogProbability === Number.NEGATIVE_INFINITY || list.refuses(sum)) break;
      const id = ids?.[place] as number;
      if (suppressed.has(id) || !leavesRoom(step, live, id)) continue;
      const score = sum - (diversity === 0 ? 0 : diversity * (step.written.get(id) ?? 0));
      list.offer({ row, id, tokenLogProbability, score });
    }
  }
  return list.candidates;
}

/**
 * The best of all hypotheses, of each one its best token and those that bring its phrases further; then the beam is divided by
 * how many tokens of the phrases are written.
 *
 * Source: Post and Vilar 2018, https://arxiv.org/abs/1804.06609, section 3 (dynamic beam allocation).
 */
function constrainedCandidates(step: BeamStep, phrases: RequiredPhrases): readonly Candidate[] {
  const { size, endId } = step.settings;
  const all = new Map<string, Candidate>();
  const add = (candidates: readonly Candidate[]): void => {
    for (const candidate of candidates) all.set(`${candidate.row} ${candidate.id}`, candidate);
  };
  add(bestCandidates(step, 2 * size));
  for (const [row, { progress }] of step.live.entries()) {
    const nextIds = phrases.nextIds(progress as PhraseProgress);
    add(nextIds.map((id, column) => pickedCandidate(step, row, id, column)));
    add(bestCandidates(step, 1, [row]));
  }
  const banks = Array.from({ length: phrases.tokenCount + 1 }, (): Candidate[] => []);
  for (const candidate of [...all.values()].sort((a, b) => b.score - a.score)) {
    const progress = step.live[candidate.row]?.progress as PhraseProgress;
    const { remaining } = phrases.advance(progress, candidate.id);
    banks[phrases.tokenCount - remaining]?.push(candidate);
  }
  // What ends has all phrases: it is in the last bank.
  const ends = (banks.at(-1) ?? []).slice(0, size).filter(({ id }) => id === endId);
  const open = banks.map((bank) => bank.filter(({ id }) => id !== endId));
  const places = allocateBanks(
    open.map(({ length }) => length),
    size,
  );
  const kept = open.flatMap((bank, index) => bank.slice(0, places[index]));
  return [...ends, ...kept.sort((a, b) => b.score - a.score)];
}

function pickedCandidate(step: BeamStep, row: number, id: number, column: number): Candidate {
  const { picked, pickedColumns } = step.reading;
  const tokenLogProbability = picked[(step.firstRow + row) * pickedColumns + column] as number;
  const score = (step.live[row] as LiveHypothesis).logProbability + tokenLogProbability;
  return { row, id, tokenLogProbability, score };
}

/** True when the phrases that are still missing have room after this token. */
function leavesRoom(step: BeamStep, live: LiveHypothesis, id: number): boolean {
  const { phrases, rules, source, endId } = step.settings;
  if (!phrases || !live.progress) return true;
  if (id === endId) return live.progress.remaining === 0;
  const room = rules.maximumLength(source) - step.length - 1;
  return phrases.advance(live.progress, id).remaining <= room;
}
