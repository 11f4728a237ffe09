import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { auditModels } from '#passband/workflows/audit/auditModels.ts';
import { openModel } from '#passband/workflows/models/openModel.ts';
import { publishedNames } from '../../support/models/publishedModel.ts';
import { publishedConvention, writePublishedAudit } from './publishedAudit.ts';

const root = mkdtempSync(join(tmpdir(), 'passband-published-'));
afterAll(() => rmSync(root, { recursive: true }));
const folderOf = () => mkdtempSync(join(root, 'model-'));

describe.each(publishedNames)('the published %s at 224 pixels with random weights', (name) => {
  it('answers as plain ONNX Runtime', async () => {
    const audit = await writePublishedAudit(folderOf(), name, { count: 2 });
    if (!audit) return;
    const { model, dataset, images, logits } = audit;
    const open = await openModel(model, { dataset, ...publishedConvention, threads: 1 });
    const ours = await open.classifier.logits(images);
    await open.release();
    expect(ours.shape).toEqual([2, 1000]);
    const size = Math.max(...logits.data.map(Math.abs));
    expect(Math.max(...ours.data.map((value, at) => Math.abs(value - logits.data[at])))).toBeLessThan(
      1e-5 * size,
    );
  });
});

it.each(['squeezenet', 'bvlc_alexnet'] as const)(
  'an audit of the published %s does what its plan says',
  async (name) => {
    const folder = folderOf();
    const few = {
      images: 6,
      certificateImages: 2,
      attackImages: 2,
      heatMapImages: 1,
      radiusStep: 28,
      heatMapStep: 56,
    };
    const audit = await writePublishedAudit(folder, name, { count: 6, plan: few });
    if (!audit) return;
    const { model, dataset, plan } = audit;
    const { audits } = await auditModels(
      [model],
      { dataset, plan, ...publishedConvention },
      { out: join(folder, 'audit') },
    );
    const [{ status, measures, sections, checks }] = audits;
    expect(status).toBe('finished');
    expect(measures.clean.value).toBe(1);
    expect(checks.filter(({ status }) => status === 'fail')).toEqual([]);
    expect(Object.keys(sections)).toEqual([]);
  },
);
