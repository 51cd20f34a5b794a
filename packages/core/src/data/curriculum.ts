/** Easy examples first: which stage of a curriculum training has reached. */

/**
 * The stage after all reports so far, from 0 to `stages - 1`; computed from the reports alone, so that
 * a resumed run goes on at the same one.
 *
 * Source: Bengio et al. 2009, https://doi.org/10.1145/1553374.1553380; Zaremba and Sutskever 2015,
 * https://arxiv.org/abs/1410.4615, section 4.
 *
 * @param options.isLearnt True when a report shows that its stage is mastered.
 *
 * @example
 * ```ts
 * import { curriculumStage } from "@encdec/core";
 * import { assert } from "vitest";
 *
 * const reports = [{ accuracy: 60 }, { accuracy: 95 }, { accuracy: 50 }];
 * const isLearnt = ({ accuracy }: { accuracy: number }) => accuracy > 90;
 * assert.equal(curriculumStage(reports, { stages: 4, isLearnt }), 1);
 * ```
 */
export function curriculumStage<Report>(
  reports: readonly Report[],
  options: {
    readonly stages: number;
    readonly isLearnt: (report: Report, stage: number) => boolean;
  },
): number {
  return reports.reduce(
    (stage, report) =>
      stage < options.stages - 1 && options.isLearnt(report, stage) ? stage + 1 : stage,
    0,
  );
}
