import { expect, it } from 'vitest';
import type { RadiusCurve } from '#passband/audit/frequencies/radiusCurve.ts';
import type { AuditRecord } from '#passband/audit/records/auditRecord.ts';
import { oneAnswerSentences } from '#passband/audit/records/oneAnswer.ts';
import { auditText } from '#passband/cli/audit/auditText.ts';
import { auditReport } from '#passband/report/audit/auditReport.ts';
import { exampleAudit } from '../../report/audit/exampleAudit.ts';

/** The example, whose model gives one answer to a share of HFC. */
function answering(share: number): AuditRecord {
  const audit = exampleAudit();
  const curve = audit.sections.radiusCurve!;
  const points: RadiusCurve['points'] = curve.points.map((point) =>
    point.component === 'hfc' && point.rescale === 'none' ? { ...point, most: { label: 1, share } } : point,
  );
  return { ...audit, sections: { ...audit.sections, radiusCurve: { ...curve, points } } };
}

it('one answer to most components is said on the terminal and on the page', async () => {
  const audit = answering(0.94);
  const [first] = audit.settings.radii;
  const name = audit.model.mapping.classes[1];
  const sentences = oneAnswerSentences(audit);
  expect(sentences).toHaveLength(1);
  expect(sentences[0]).toMatch(`HFC: ‘${name}’ for 94.0% of the images at r = ${first}`);
  expect(auditText([audit], 'out').join('\n')).toContain(`One answer to most images\n  ${sentences[0]}\n`);
  const page = await auditReport({ record: audit, gallery: [] });
  expect(page).toContain(`one answer to most components, whatever they show: ${sentences[0]}.`);
});

it('nothing is said where answers differ, and of older records', async () => {
  for (const audit of [answering(0.5), exampleAudit()]) {
    expect(oneAnswerSentences(audit)).toEqual([]);
    expect(auditText([audit], 'out').join('\n')).not.toContain('One answer');
  }
});
