import { whole } from '../../../wording/format.ts';
import type { ImageSet, StudyCell, StudyTable } from '../studyRecord.ts';

/** What images are called. */
export const imageNames: Readonly<Record<ImageSet, string>> = {
  train: 'training images',
  test: 'test images',
  reserve: 'training images that no run learns from',
};

/** Decimals of shares in a table: those of the paper's numbers, three or four. */
export function decimalsOf({ rows }: StudyTable): number {
  const papers = rows.flatMap(({ cells }) => cells.flatMap(({ paper }) => paper ?? []));
  return papers.some((paper) => Math.abs(paper - Number(paper.toFixed(3))) > 1e-9) ? 4 : 3;
}

/** A number as the paper writes it: `.6167`; what is no share in three digits. */
export function writtenNumber(value: number, unit: StudyCell['unit'], decimals: number): string {
  const text = unit === 'share' ? value.toFixed(decimals).replace(/^(-?)0\./, '$1.') : value.toPrecision(3);
  return text.replace('-', '−');
}

/** What is said once of a table or of a column, and of a cell only where neither says it. */
export interface SharedWords {
  /** Of all cells: `n = 1,000 test images, one seed`. */
  readonly text: string;
  /** Of each column: `n = 10,000 training images`, or nothing. */
  readonly columns: readonly string[];
  /** Of one cell what is said nowhere else. */
  readonly of: (cell: StudyCell) => string[];
}

export function sharedWords({ columns, rows }: StudyTable): SharedWords {
  const known = (cells: readonly (StudyCell | undefined)[]) =>
    cells.filter((cell) => cell !== undefined).filter(({ ours }) => ours !== null);
  const all = known(rows.flatMap(({ cells }) => cells));
  const images = onlyOne(all.map(imagesText));
  const seeds = onlyOne(all.map(seedsText));
  const ofColumns = columns.map((_, at) =>
    onlyOne(known(rows.map(({ cells }) => cells[at])).map(imagesText)),
  );
  // Headings that say it are read together, so that one that does not would be taken for the table's.
  const isByColumn = images === undefined && ofColumns.every((text) => text !== undefined);
  return {
    text: [images, seeds].filter((text) => text).join(', '),
    columns: columns.map((_, at) => (isByColumn ? (ofColumns[at] ?? '') : '')),
    of: (cell) =>
      [
        images === undefined && !isByColumn ? imagesText(cell) : '',
        seeds === undefined ? seedsText(cell) : '',
      ].filter((text) => text !== ''),
  };
}

/** How the interval or the spread beside a table's numbers is to be read. */
export function spreadText({ rows }: StudyTable): string {
  const seeds = rows.flatMap(({ cells }) => cells.flatMap(({ ours }) => ours?.seeds ?? []));
  const single = seeds.includes(1) ? ['with the 95% interval over images'] : [];
  const several = seeds.some((count) => count > 1) ? ['mean over seeds ± standard deviation'] : [];
  return [...single, ...several].join(', or ');
}

function imagesText({ ours, images }: StudyCell): string {
  const name = images === null ? '' : imageNames[images];
  return ours?.n ? `n = ${whole(ours.n)}${name === '' ? '' : ` ${name}`}` : name;
}

const seedsText = ({ ours }: StudyCell) =>
  ours === null || ours.seeds === 1 ? 'one seed' : `${ours.seeds} seeds`;

/** Empty where there are none, undefined where they differ. */
function onlyOne(texts: readonly string[]): string | undefined {
  const [first = '', ...others] = new Set(texts);
  return others.length === 0 ? first : undefined;
}

/** Neighbouring columns of one group. */
export function groupsOf({
  columns,
}: StudyTable): { readonly name: string | null; readonly count: number }[] {
  const groups: { name: string | null; count: number }[] = [];
  for (const { group } of columns) {
    const last = groups.at(-1);
    if (last && group !== null && last.name === group) last.count++;
    else groups.push({ name: group, count: 1 });
  }
  return groups;
}

/** Whether the paper's number lies inside the interval, in a word; empty where there is nothing to compare. */
export function insideText({ isInside }: StudyCell): string {
  if (isInside === null) return '';
  return isInside ? 'inside' : 'outside';
}
