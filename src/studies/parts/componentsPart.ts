import { z } from 'zod';
import { compareSplits, compareSplitsSchema } from '../../audit/frequencies/compareSplits.ts';
import { componentFlags } from '../../audit/frequencies/componentFlags.ts';
import { decidedByHfc, decidedByHfcSchema } from '../../audit/frequencies/decidedByHfc.ts';
import { decidedBySvd, decidedBySvdSchema } from '../../audit/frequencies/decidedBySvd.ts';
import { componentAnswers } from '../../audit/measures/componentAnswers.ts';
import { imageSets } from '../../report/study/studyRecord.ts';
import { ascending } from '../../statistics/ascending.ts';
import type { Part } from './part.ts';
import { sampleOfSplit } from './sampleOfSplit.ts';

const schema = z.strictObject({
  images: z.enum(imageSets),
  n: z.int().min(2),
  /** `clean`, `lfc@r` and `hfc@r`: a digit an image, 1 = right. */
  flags: z.record(z.string(), z.string().regex(/^[01]*$/)),
  decidedByHfc: decidedByHfcSchema,
  decidedBySvd: decidedBySvdSchema,
  compareSplits: compareSplitsSchema,
});

/** What a model answers to x, LFC and HFC, image by image, and which images HFC or trailing singular values decide (Fig. 2, §8). */
export const componentsPart: Part<typeof schema> = {
  label: 'low and high frequencies',
  uses: ['componentImages', 'decidedRadius'],
  schema,
  needsGraph: false,
  passes: ({ componentImages }, images, radii) => Math.min(componentImages, images) * (5 + 2 * radii),
  async run(context, { componentImages, decidedRadius: radius }) {
    const { classifier, unseen, radii, random, signal, onProgress } = context;
    const { rescale, ...mask } = context.shown;
    const split = sampleOfSplit(unseen.split, componentImages);
    const answers = await componentAnswers(classifier, split, {
      ...mask,
      radii: ascending([...radii, radius]),
      rescales: [rescale],
      signal,
      onProgress: (done, total) => onProgress(done, 2 * total),
    });
    const flags = Object.entries(componentFlags(answers)).filter(([name]) => !name.startsWith('decided'));
    const byHfc = decidedByHfc(answers, { radius, random: random.fork('decided by HFC') });
    const bySvd = await decidedBySvd(classifier, split, answers, {
      ...{ radius, signal },
      random: random.fork('decided by SVD'),
      onProgress: (done, total) => onProgress(total + done, 2 * total),
    });
    return {
      images: unseen.images,
      n: split.count,
      flags: Object.fromEntries(flags.map(([name, each]) => [name, each.join('')])),
      decidedByHfc: byHfc,
      decidedBySvd: bySvd,
      compareSplits: compareSplits(byHfc, bySvd),
    };
  },
};
