import { batchStatistics, batchStatisticsSchema } from '../frequencies/batchStatistics.ts';
import { splitOptionsOf } from '../plan/splitOptionsOf.ts';
import type { AuditPart } from './auditPart.ts';

const sections = { batchStatistics: batchStatisticsSchema.optional() };

/** Accuracy with the batch's own moments in place of running ones. */
export const batchStatisticsPart: AuditPart<typeof sections> = {
  label: 'batch statistics',
  sections,
  stillToCome: () => 'batch statistics',
  isWanted: ({ settings, blackBox, images: { batchStatistics: sample } }) =>
    !blackBox && settings.batchStatisticsImages > 0 && sample.count > 1,
  steps: ({ settings, images, batchNorm }) => [
    {
      isDone: ({ batchStatistics: found }) => found !== undefined,
      // With running moments and with the batch's own.
      work: () => (batchNorm ? { components: 2 * images.batchStatistics.count * settings.radii.length } : {}),
      async run(_, { graph, images: samples, open: create, random }, { signal, onProgress }) {
        const { radii } = settings;
        const { boundary, rescales } = splitOptionsOf(settings);
        return {
          batchStatistics: await batchStatistics(graph!, samples.batchStatistics, {
            ...{ radii, boundary, rescale: rescales[0], create, signal, onProgress },
            random: random.fork('batch statistics'),
          }),
        };
      },
    },
  ],
};
