import type { Estimate, StudyCell } from '../../report/study/studyRecord.ts';
import { differenceInterval } from '../../statistics/differenceInterval.ts';
import { studentT } from '../../statistics/studentT.ts';
import { wilsonInterval } from '../../statistics/wilsonInterval.ts';
import { estimateOf } from '../results/estimates.ts';
import { type Quantity, unitOf } from '../results/quantities.ts';
import type { Setting } from '../results/runResult.ts';
import { type Sample, sampleOf } from '../results/samples.ts';
import { incompleteReason, type StudyResults, unfittedAccuracy } from '../results/studyResults.ts';
import { missingOf } from './missing.ts';

export interface CellOptions {
  readonly results: StudyResults;
  readonly setting: Setting;
  readonly quantity: Quantity;
  readonly samples?: readonly Sample[];
  /** The paper's number, and how many images are behind it; null where that is not known. */
  readonly paper?: { readonly value: number; readonly n: number | null } | undefined;
}

/** One quantity of one setting, beside the paper's number where there is one. */
export function cellOf({ results, setting, quantity, samples: given, paper }: CellOptions): StudyCell {
  const samples =
    given ?? setting.seeds.flatMap(({ result }) => (result && sampleOf(quantity, result)) ?? []);
  const ours = estimateOf(samples);
  return {
    ours,
    unit: unitOf(quantity),
    paper: paper?.value ?? null,
    isInside: ours && paper ? isInside(ours, paper) : null,
    images: samples[0]?.images ?? null,
    note: ours ? noteOf(setting, results.fittedAt) : missingOf(setting),
  };
}

function noteOf(setting: Setting, fittedAt: number): string | null {
  if (incompleteReason([setting]) !== undefined) return 'not complete';
  const unfitted = unfittedAccuracy(setting, fittedAt);
  return unfitted ? `not fitted (${unfitted.accuracy.toFixed(2).slice(1)})` : null;
}

/** Whether what the paper found could be another draw of what we found: over seeds where there are three, else over images. */
export function isInside(
  { value, sd, seeds, n, low, high }: Estimate,
  paper: { readonly value: number; readonly n: number | null },
): boolean {
  if (seeds >= 3 && sd !== null) {
    // The paper's is one more seed.
    return Math.abs(paper.value - value) <= studentT(seeds - 1) * sd * Math.sqrt(1 + 1 / seeds);
  }
  if (n === null) return low !== null && high !== null && low <= paper.value && paper.value <= high;
  const own = { value, ...wilsonInterval(value * n, n) };
  if (paper.n === null) return own.low <= paper.value && paper.value <= own.high;
  const theirs = { value: paper.value, ...wilsonInterval(paper.value * paper.n, paper.n) };
  const between = differenceInterval(own, theirs);
  return between.low <= 0 && between.high >= 0;
}
