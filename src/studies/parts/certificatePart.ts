import { z } from 'zod';
import { parseEpsilon } from '../../attacks/parseEpsilon.ts';
import { certificate } from '../../audit/robustness/certificate.ts';
import { provenFragile } from '../../audit/robustness/certificateAt.ts';
import { imageSets } from '../../report/study/studyRecord.ts';
import type { Part } from './part.ts';
import { sampleOfSplit } from './sampleOfSplit.ts';

const digits = z.string().regex(/^[01]*$/);

const schema = z.strictObject({
  images: z.enum(imageSets),
  n: z.int().min(1),
  /** A digit an image, 1 = right on x. */
  clean: digits,
  /** At each ε (L∞), 1 = not proven fragile: no attack may leave more standing. */
  rows: z.array(z.strictObject({ epsilon: z.string(), standing: digits })),
});

/** Corollary 1 as an upper bound of robust accuracy. */
export const certificatePart: Part<typeof schema> = {
  label: 'certificate',
  uses: ['certificateImages', 'epsilons'],
  schema,
  needsGraph: false,
  passes: ({ certificateImages }, images) => 100 * Math.min(certificateImages, images),
  async run({ classifier, unseen, shown: { distance }, signal, onProgress }, settings) {
    const split = sampleOfSplit(unseen.split, settings.certificateImages);
    const found = await certificate(classifier, split, {
      ...(distance && { distance }),
      ...{ epsilons: { linf: [], l2: [] }, signal, onProgress },
    });
    const standingAt = (epsilon: number) =>
      provenFragile(found, { norm: 'linf', epsilon })
        .map((flag) => 1 - flag)
        .join('');
    return {
      images: unseen.images,
      n: split.count,
      clean: standingAt(0),
      rows: settings.epsilons.map((text) => ({
        epsilon: text,
        standing: standingAt(parseEpsilon(text).value),
      })),
    };
  },
};
