import type { StudyClaim } from '../../report/study/studyRecord.ts';
import { type StudyResults, settingOf, unfittedReason } from '../results/studyResults.ts';
import { all, type Check } from './checks.ts';
import { type ClaimId, claimTexts } from './claimTexts.ts';

export interface ClaimOptions {
  /** The rule and its test, in a sentence. */
  readonly rule: string;
  readonly checks: readonly Check[];
  /** The settings that decide, which must be fitted. */
  readonly settings?: readonly string[];
  /** What stands in the way of a verdict, whatever the checks say. */
  readonly reason?: string | undefined;
}

/** A claim of the paper with its verdict: that of all checks, `undecided` where a run that decides is not fitted. */
export function claim(
  results: StudyResults,
  id: ClaimId,
  { rule, checks, settings = [], reason }: ClaimOptions,
): StudyClaim {
  const unfitted = settings.flatMap(
    (name) => unfittedReason(settingOf(results, name), results.fittedAt) ?? [],
  );
  const why = reason ?? unfitted[0];
  return {
    id,
    ...claimTexts[id],
    verdict: why === undefined ? all(checks) : 'undecided',
    rule,
    reason: why ?? null,
    numbers: checks.map(({ name, text, verdict }) => ({ name, text, verdict })),
  };
}
