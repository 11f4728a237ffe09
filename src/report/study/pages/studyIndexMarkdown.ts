import { escapeMarkdown } from '../../../wording/escapeMarkdown.ts';
import { claimMatrix, type IndexedStudy, progressText } from './claimMatrix.ts';
import { claimCount, verdictSigns } from './claimsSection.ts';

/** The matrix of claims and data sets, and the studies, as Markdown of GitHub's kind; text from outside is escaped. */
export function studyIndexMarkdown(studies: readonly IndexedStudy[]): string {
  const { datasets, rows } = claimMatrix(studies);
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const link = (text: string, href: string) => `[${text}](${addressOf(href)})`;
  const matrix = rows.map(({ id, text, cells }) =>
    line([
      `${id} ${escapeMarkdown(text)}`,
      ...cells.map(
        (entries) =>
          entries
            .map(({ study, verdict }) => link(`${verdictSigns[verdict]} ${verdict}`, `${study.href}#${id}`))
            .join('; ') || '–',
      ),
    ]),
  );
  const list = studies.map(({ record, href }) =>
    line([
      link(escapeMarkdown(record.title), href),
      ...[record.paper ?? '–', record.dataset.name, record.scale, progressText(record)].map(escapeMarkdown),
      record.claims.length > 0 ? claimCount(record.claims) : '–',
    ]),
  );
  const ruleOf = (columns: number) => `|${'---|'.repeat(columns)}`;
  return [
    ...(rows.length > 0
      ? [
          '### Claims by data set',
          '',
          line(['claim', ...datasets.map(escapeMarkdown)]),
          ruleOf(1 + datasets.length),
          ...matrix,
          '',
        ]
      : []),
    '### Studies',
    '',
    line(['study', 'of the paper', 'data set', 'scale', 'status', 'claims']),
    ruleOf(6),
    ...list,
    '',
  ].join('\n');
}

/** An address that cannot end its link or its cell. */
function addressOf(href: string): string {
  return href.replace(/[^\w./#?=&%~+:-]/gu, (letter) =>
    encodeURIComponent(letter).replace(/[()!'*|]/g, (one) => `%${one.charCodeAt(0).toString(16)}`),
  );
}
