import type { StudyRecord } from '../../report/study/studyRecord.ts';
import { columns } from '../terminal/columns.ts';

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
            reason && verdict === 'undecided' ? `${text} (${reason})` : text,
          ]),
        )
      : []),
    ...failed.map(({ name: of, seed, failure }) => `  ${of}, seed ${seed} failed: ${failure}`),
    `Page: ${page}`,
  ];
}
