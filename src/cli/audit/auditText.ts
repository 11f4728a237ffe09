import { join } from 'node:path';
import type { AuditRecord } from '../../audit/records/auditRecord.ts';
import { oneAnswerSentences } from '../../audit/records/oneAnswer.ts';
import { percent, percentRange, whole } from '../../wording/format.ts';
import { columns } from '../terminal/columns.ts';

const marks = { pass: '✓ pass', warn: '! warn', fail: '✗ fail' } as const;

/** What audits found, for the terminal: the measures of all models side by side, then each model's checks. */
export function auditText(audits: readonly AuditRecord[], out: string): string[] {
  const names = [...new Set(audits.flatMap(({ measures }) => Object.keys(measures)))];
  const rows = names.map((name) => [
    name,
    ...audits.map(({ measures: { [name]: measure } }) => {
      if (!measure) return '–';
      const { value, n, low, high } = measure;
      if (n === null || low === null || high === null) return value.toPrecision(3);
      return `${percent(value).padStart(7)}  ${percentRange({ low, high })}  n = ${whole(n)}`;
    }),
  ]);
  const head = ['', ...audits.map(({ model }) => model.name)];
  const checks = audits.flatMap(({ model, checks: list }) => {
    const title = audits.length > 1 ? `Checks of ${model.name}` : 'Checks';
    const lines = list.map(({ status, name, text }) => [marks[status], name, text]);
    return lines.length > 0 ? [title, ...columns(lines), ''] : [];
  });
  const answers = audits.flatMap((audit) => {
    const lines = oneAnswerSentences(audit).map((line) => `  ${line}`);
    const whose = audits.length > 1 ? ` of ${audit.model.name}` : '';
    return lines.length > 0 ? [`One answer${whose} to most images`, ...lines, ''] : [];
  });
  const table = rows.length > 0 ? columns([head, ...rows]) : [];
  return ['', ...table, '', ...answers, ...checks, `Page: ${join(out, 'audit.html')}`];
}
