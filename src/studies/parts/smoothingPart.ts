import { z } from 'zod';
import { parseEpsilon } from '../../attacks/parseEpsilon.ts';
import { smoothing, smoothingSchema } from '../../audit/kernels/smoothing.ts';
import { protocolPasses } from '../../audit/kernels/smoothingProtocols.ts';
import { imageSets } from '../../report/study/studyRecord.ts';
import type { Part } from './part.ts';
import { sampleOfSplit } from './sampleOfSplit.ts';

const schema = z.strictObject({ images: z.enum(imageSets), smoothing: smoothingSchema });

/** The first layer smoothed with each ρ, and every smoothed model attacked itself (§6.3, Table 2). */
export const smoothingPart: Part<typeof schema> = {
  label: 'smoothed models',
  uses: ['preset', 'smoothingImages', 'smoothingEpsilons', 'rhos'],
  schema,
  needsGraph: true,
  passes({ preset, smoothingImages, smoothingEpsilons, rhos }, images) {
    const { passes } = protocolPasses(preset, smoothingEpsilons.map(parseEpsilon), () => 0.2);
    return 3 * passes * Math.min(smoothingImages, images) * (1 + rhos.length);
  },
  async run({ graph, unseen, open, random, signal, onProgress }, settings) {
    const { preset, rhos } = settings;
    const found = await smoothing(graph!, {
      ...{ rhos, preset },
      images: {
        split: sampleOfSplit(unseen.split, settings.smoothingImages),
        epsilons: settings.smoothingEpsilons.map(parseEpsilon),
        ...{ open, random: random.fork('smooth'), signal, onProgress },
      },
    });
    return { images: unseen.images, smoothing: found };
  },
};
