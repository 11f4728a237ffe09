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
  steps: ({ settings }) => [
    {
      isDone: ({ batchStatistics: found }) => found !== undefined,
      async run(_, { graph, images, open: create, random }, { signal, onProgress }) {
        const { radii } = settings;
        const { boundary, rescales } = splitOptionsOf(settings);
        return {
          batchStatistics: await batchStatistics(graph!, images.batchStatistics, {
            ...{ radii, boundary, rescale: rescales[0], create, signal, onProgress },
            random: random.fork('batch statistics'),
          }),
        };
      },
    },
  ],
};
