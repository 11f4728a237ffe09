import type { Verdict } from '../../../audit/measures/verdict.ts';
import { ascending } from '../../../statistics/ascending.ts';
import { counted } from '../../../wording/format.ts';
import type { StudyRecord } from '../studyRecord.ts';

/** A study and where its page is. */
export interface IndexedStudy {
  readonly record: StudyRecord;
  /** Address of its page, from that of the index. */
  readonly href: string;
}

/** What one study says of one claim. */
export interface MatrixEntry {
  readonly study: IndexedStudy;
  readonly verdict: Verdict;
}

export interface ClaimMatrix {
  readonly datasets: readonly string[];
  /** Claims in the order of their numbers, each with what the studies of each data set say of it. */
  readonly rows: readonly {
    readonly id: string;
    readonly text: string;
    readonly cells: readonly (readonly MatrixEntry[])[];
  }[];
}

/** The paper's claims by data set (C33). */
export function claimMatrix(studies: readonly IndexedStudy[]): ClaimMatrix {
  const datasets = [...new Set(studies.map(({ record }) => record.dataset.name))];
  const numbers = ascending(
    studies.flatMap(({ record }) => record.claims.map(({ id }) => Number(id.slice(1)))),
  );
  const rows = numbers.map((number) => {
    const id = `C${number}`;
    const found = studies.flatMap((study) => {
      const claim = study.record.claims.find((one) => one.id === id);
      return claim ? [{ study, claim }] : [];
    });
    const cells = datasets.map((name) =>
      found
        .filter(({ study }) => study.record.dataset.name === name)
        .map(({ study, claim }) => ({ study, verdict: claim.verdict })),
    );
    return { id, text: found[0].claim.text, cells };
  });
  return { datasets, rows };
}

/** `finished`, or how far it came. */
export function progressText({ status, runs }: StudyRecord): string {
  const complete = runs.filter(({ state }) => state === 'complete').length;
  const failed = runs.filter(({ state }) => state === 'failed').length;
  return `${status}, ${complete} of ${counted(runs.length, 'run')}${failed > 0 ? `, ${failed} failed` : ''}`;
}
