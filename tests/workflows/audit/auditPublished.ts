import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { auditModels } from '#passband/workflows/audit/auditModels.ts';
import { openModel } from '#passband/workflows/models/openModel.ts';
import type { PublishedName } from '../../support/models/publishedModel.ts';
import { logitError, publishedConvention, writePublishedAudit } from './publishedAudit.ts';

const few = {
  ...{ images: 3, certificateImages: 2, attackImages: 1, heatMapImages: 1, pgdSteps: 3, l2Epsilons: [] },
  ...{ radii: [28], decidedRadius: 28, radiusStep: 112, certificateRadii: 4, heatMapStep: 56 },
};

/** Compares the logits of a published model at 224 pixels with plain ONNX Runtime's, and audits it; without the shared data it does nothing. */
export async function auditPublished(root: string, name: PublishedName): Promise<void> {
  const folder = mkdtempSync(join(root, 'model-'));
  const written = await writePublishedAudit(folder, name, { count: 3, plan: few });
  if (!written) return;
  const { model, dataset, plan } = written;
  const settings = { dataset, ...publishedConvention, threads: 1 };
  const open = await openModel(model, settings);
  expect(open.classifier.classes).toBe(1000);
  expect(await logitError(open, written)).toBeLessThan(1e-5);
  await open.release();
  const { audits } = await auditModels([model], { ...settings, plan }, { out: join(folder, 'audit') });
  const [{ status, measures, sections, checks }] = audits;
  expect(status).toBe('finished');
  expect(measures.clean.value).toBe(1);
  expect(checks.filter((check) => check.status === 'fail')).toEqual([]);
  expect(Object.keys(sections).join(' ')).toBe(
    'probes radiusCurve flags decidedByHfc decidedBySvd compareSplits firstLayer certificate attacks heatMap',
  );
  const { rows } = sections.attacks!;
  expect(rows.map((row) => row.name).join(' ')).toBe('noise@4/255 fgsm@1/255 fgsm@4/255 pgd@1/255 pgd@4/255');
  expect(rows.every(({ zeroGradientShare }) => zeroGradientShare === 0)).toBe(true);
}
