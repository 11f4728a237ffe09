import { join } from 'node:path';
import type { StudyRecord } from '../../report/study/studyRecord.ts';
import type { PlannedStudy } from '../../studies/plan/plannedStudy.ts';
import { whole } from '../../wording/format.ts';
import { columns } from '../terminal/columns.ts';

/** The page of a planned study. */
export const pageOf = ({ folder }: Pick<PlannedStudy, 'folder'>) => join(folder, 'study.html');

/** That runs of studies failed, of which a script is to hear as well; null where none did. */
export function failureText(
  records: readonly StudyRecord[],
  studies: readonly Pick<PlannedStudy, 'folder'>[],
): string | null {
  const states = new Map(records.flatMap(({ runs }) => runs.map(({ hash, state }) => [hash, state])));
  const failed = [...states.values()].filter((state) => state === 'failed').length;
  if (failed === 0) return null;
  const pages = studies.filter((_, place) => records[place].runs.some(({ state }) => state === 'failed'));
  return `${whole(failed)} of ${whole(states.size)} runs failed, for which ${pages.map(pageOf).join(', ')} has no numbers and says why; change their settings, or try them again with --retry`;
}

/** What came out of a study, for the terminal: each claim with its verdict, then where the page is. */
export function studyText(
  { name, title, status, claims, runs, scale, dataset }: StudyRecord,
  page: string,
): string[] {
  const failed = runs.filter(({ state }) => state === 'failed');
  const open = runs.filter(({ state }) => state !== 'complete' && state !== 'failed').length;
  return [
    '',
    `${name}: ${title} (${dataset.name}, ${scale}${status === 'finished' ? '' : `, ${open} of ${runs.length} runs to come`})`,
    ...(claims.length > 0
      ? columns(
          claims.map(({ id, verdict, text, reason }) => [
            id,
            verdict,
            reason && verdict === 'undecided' ? `${text} Why: ${reason}.` : text,
          ]),
        )
      : []),
    ...failed.map(({ name: of, seed, failure }) => `  ${of}, seed ${seed} failed: ${failure}`),
    `Page: ${page}`,
  ];
}
