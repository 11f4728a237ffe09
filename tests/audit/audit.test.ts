import { deflateSync, inflateSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { audit } from '#passband/audit/audit.ts';
import type { AuditContext } from '#passband/audit/parts/auditPart.ts';
import { auditImages } from '#passband/audit/plan/auditImages.ts';
import { type AuditSettings, auditSettings } from '#passband/audit/plan/auditSettings.ts';
import type { AuditRecord } from '#passband/audit/records/auditRecord.ts';
import { arrayImages } from '#passband/data/dataset/arrayImages.ts';
import type { ImageSource } from '#passband/data/dataset/imageSource.ts';
import { buildNetwork } from '#passband/networks/architectures/buildNetwork.ts';
import { type Classifier, createClassifier } from '#passband/runtime/classifier.ts';
import { createPool } from '#passband/runtime/pool.ts';
import { seededRandom } from '#passband/tensor/random.ts';
import { float32 } from '#passband/tensor/tensor.ts';

const shape = [3, 8, 8] as const;
const SIZE = 192;
const COUNT = 420;
const CLASSES = 3;

const random = seededRandom('audited images');
const pixels = Uint8Array.from({ length: COUNT * SIZE }, () => random.integer(256));
const labels = Int32Array.from({ length: COUNT }, (_, image) => image % CLASSES);

/** Every part, small; of the parts that read many images, three batches and more. */
const settings: AuditSettings = {
  ...auditSettings({
    ...{ budget: 'standard', preset: 'paper', seed: 0, radii: [2, 3] },
    epsilons: [{ value: 8 / 255, text: '8/255' }],
  }),
  ...{ decidedRadius: 2, radiusStep: 4, l2Epsilons: [], bandRadius: 2, rhos: [1] },
  ...{ images: 410, certificateImages: 210, attackImages: 30, heatMapImages: 405 },
  ...{ smoothingImages: 10, batchStatisticsImages: 300 },
  ...{ pgdSteps: 2, restarts: 1, apgdSteps: 3, squareSteps: 3 },
};

/** What happened, in its order: a part began, images were read, or the model was asked about some. */
type Event = { readonly part: string } | { readonly read: readonly number[] } | 'asked';

/** Images that are unpacked each time they are read; the one at `broken` cannot be. */
function packedImages(events: Event[], broken = -1): ImageSource {
  const files = Array.from({ length: COUNT }, (_, image) =>
    deflateSync(pixels.subarray(image * SIZE, (image + 1) * SIZE)),
  );
  return {
    ...{ shape, count: COUNT, isEightBit: true },
    async read(indices) {
      const read = Array.from(indices);
      events.push({ read });
      if (read.includes(broken)) throw new Error(`photo-${broken}.png: cannot be decoded (it is cut off)`);
      const images = float32([read.length, ...shape]);
      for (const [place, index] of read.entries()) {
        images.data.set(
          Float32Array.from(inflateSync(files[index]), (byte) => byte / 255),
          place * SIZE,
        );
      }
      return images;
    },
  };
}

describe('an audit', () => {
  const pool = createPool({ threads: 1 });
  const { graph } = buildNetwork('six-conv', {
    ...{ classes: CLASSES, shape, batchNorm: true },
    random: seededRandom('audited network'),
  });
  afterAll(() => pool.release());

  async function audited(images: ImageSource, events: Event[] = [], saved: AuditRecord[] = []) {
    const watched = (classifier: Classifier): Classifier => ({
      ...classifier,
      logits: (seen) => {
        events.push('asked');
        return classifier.logits(seen);
      },
    });
    const classifier = watched(await createClassifier(pool, graph, { block: 1 }));
    const stream = seededRandom('audit');
    const context: AuditContext = {
      ...{
        classifier,
        graph,
        shape,
        settings,
        gradients: true,
        quantised: false,
        kernels: true,
        blackBox: false,
        batchNorm: true,
        random: stream,
      },
      open: async (changed, options) =>
        watched(await createClassifier(pool, changed, { block: 1, ...options })),
      images: auditImages({ images, labels, count: COUNT }, settings, stream.fork('samples')),
    };
    const start = { status: 'running', settings, sections: {}, measures: {}, checks: [] };
    try {
      return await audit(start as unknown as AuditRecord, context, {
        save: (record) => void saved.push(record),
        onProgress: ({ label, done, total }) => {
          if (done === 0 && total === 1) events.push({ part: label.replace(/^\S+ /, '') });
        },
      });
    } finally {
      await classifier.release();
    }
  }

  describe('of images that are unpacked as they are read', () => {
    const events: Event[] = [];
    let record: AuditRecord;
    let ofArray: AuditRecord;
    beforeAll(async () => {
      record = await audited(packedImages(events), events);
      ofArray = await audited(arrayImages(pixels, shape));
    });

    it('finds what it finds of an array, to the last digit', () => {
      expect(record.status).toBe('finished');
      expect(Object.keys(record.sections).sort()).toEqual(
        [
          ...['attacks', 'batchStatistics', 'certificate', 'compareSplits', 'decidedByHfc', 'decidedBySvd'],
          ...['firstLayer', 'flags', 'heatMap', 'probes', 'radiusCurve', 'smoothing'],
        ].sort(),
      );
      expect(JSON.stringify(record)).toBe(JSON.stringify(ofArray));
    });

    it('reads a batch while it works on another, and never holds a third', () => {
      let waiting = 0;
      for (const event of events) {
        if (event === 'asked') waiting = 0;
        else if ('read' in event) {
          waiting++;
          expect(event.read.length).toBeLessThanOrEqual(200);
        } else waiting = 0;
        expect(waiting).toBeLessThanOrEqual(2);
      }
    });

    it('reads each image so many times a part, however many there are', () => {
      const most = new Map<string, number>();
      let counts = new Map<number, number>();
      let part = '';
      for (const event of events) {
        if (event === 'asked') continue;
        if ('part' in event) {
          counts = new Map();
          part = event.part;
          most.set(part, 0);
          continue;
        }
        for (const index of event.read) {
          counts.set(index, (counts.get(index) ?? 0) + 1);
          most.set(part, Math.max(most.get(part)!, counts.get(index)!));
        }
      }
      const attacks = record.sections.attacks!.rows.map(({ name }) => [name, 1]);
      expect(Object.fromEntries(most)).toEqual({
        probes: 1,
        // The curve, then the split by singular values.
        'low and high frequencies': 2,
        'first layer': 0,
        // All, then the components of those that are right.
        certificate: 2,
        ...Object.fromEntries(attacks),
        // 34 frequencies, 32 a reading.
        'Fourier heat map': 2,
        // Running and batch moments.
        'batch statistics': 2,
        // ρ = 0 and 1.
        'smoothed kernels': 2,
      });
    });
  });

  it('ends with one line that names the image that cannot be read, and keeps what it found before', async () => {
    const saved: AuditRecord[] = [];
    const broken = 417;
    await expect(audited(packedImages([], broken), [], saved)).rejects.toThrow(
      /^[a-z ]+: photo-417\.png: cannot be decoded \(it is cut off\)$/,
    );
    expect(saved.at(-1)).toMatchObject({ status: 'stopped', sections: { probes: { n: 30 } } });
  });
});
