import type { AuditContext } from '../../audit/parts/auditPart.ts';
import type { AuditRecord } from '../../audit/records/auditRecord.ts';
import type { Comparison } from '../../audit/records/comparison.ts';
import { readBatch } from '../../data/dataset/dataset.ts';
import { writeInside } from '../../files/inside.ts';
import { auditReport } from '../../report/audit/auditReport.ts';
import { comparisonReport } from '../../report/audit/comparisonReport.ts';
import type { GalleryImage } from '../../report/audit/sections/decidedGallery.ts';
import { splitFrequencies } from '../../spectrum/split/splitFrequencies.ts';
import { float32, slice, type Tensor } from '../../tensor/tensor.ts';

/** Writes `audit.html` into an audit's folder. */
export async function writeAuditPage(
  folder: string,
  record: AuditRecord,
  context: Pick<AuditContext, 'images'>,
): Promise<void> {
  const page = await auditReport({ record, gallery: await galleryOf(record, context) });
  await writeInside(folder, 'audit.html', page);
}

/** Writes `audit.html`, the models side by side, into the folder that holds the audits' folders. */
export async function writeComparisonPage(
  folder: string,
  comparison: Comparison,
  audits: readonly AuditRecord[],
): Promise<void> {
  await writeInside(folder, 'audit.html', await comparisonReport({ comparison, audits }));
}

/** The pixels of the images that HFC decides and that the record chose to show. */
async function galleryOf(
  { sections: { decidedByHfc } }: AuditRecord,
  { images: { main } }: Pick<AuditContext, 'images'>,
): Promise<GalleryImage[]> {
  if (!decidedByHfc) return [];
  const { gallery, images, radius, distance, boundary } = decidedByHfc;
  const shown: GalleryImage[] = [];
  for (const place of gallery) {
    const { images: pixels } = await readBatch(main, [images[place].index]);
    const { lfc, hfc } = splitFrequencies(pixels, radius, { distance, boundary });
    shown.push({ place, original: only(pixels), lfc: only(lfc), hfc: only(hfc) });
  }
  return shown;
}

function only(batch: Tensor<'float32'>): Tensor<'float32'> {
  return float32(batch.shape.slice(1), slice(batch, 0, 1).data);
}
