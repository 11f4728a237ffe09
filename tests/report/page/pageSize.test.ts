import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { auditRecordSchema } from '#passband/audit/records/auditRecord.ts';
import { auditReport } from '#passband/report/audit/auditReport.ts';
import { galleryLimit } from '#passband/report/page/galleryLimit.ts';
import { seededRandom } from '#passband/tensor/random.ts';
import { float32 } from '#passband/tensor/tensor.ts';

const results = new URL('../../../docs/results/', import.meta.url);

/** A gallery of noise, which no picture of a photograph is larger than. */
function noiseGallery(places: readonly number[], side: number) {
  const random = seededRandom(1);
  const noise = () =>
    float32(
      [3, side, side],
      Float32Array.from({ length: 3 * side * side }, () => random.uniform()),
    );
  return places.map((place) => ({ place, original: noise(), lfc: noise(), hfc: noise() }));
}

describe('the size of a page', () => {
  it.each(['cifar10_resnet8', 'cifar-10-natural', 'fashion-lenet'])(
    'is below 1 MB for the audit of %s, even if its pictures were noise',
    async (name) => {
      const file = readFileSync(new URL(`audit-${name}.json`, results), 'utf8');
      const record = auditRecordSchema.parse(JSON.parse(file));
      const places = record.sections.decidedByHfc!.gallery;
      const page = await auditReport({ record, gallery: noiseGallery(places, 32) });
      expect(Buffer.byteLength(page)).toBeLessThan(1_000_000);
    },
  );

  it('stays below 4 MB with pictures of 224 pixels that are noise: as many are shown as fit', async () => {
    const file = readFileSync(new URL('audit-cifar10_resnet8.json', results), 'utf8');
    const record = auditRecordSchema.parse(JSON.parse(file));
    const places = record.sections.decidedByHfc!.gallery;
    const page = await auditReport({ record, gallery: noiseGallery(places, 224) });
    expect(page.match(/<table class="sample trio">/g)).toHaveLength(3);
    expect(Buffer.byteLength(page)).toBeLessThan(4_000_000);
  });

  it('shows one entry of a gallery at least', () => {
    expect(galleryLimit([1e9, 1, 1], (pixels) => pixels)).toEqual([1e9]);
    expect(galleryLimit([2e5, 2e5, 2e5], (pixels) => pixels)).toEqual([2e5, 2e5]);
  });
});
