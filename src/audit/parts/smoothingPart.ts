import { smoothing, smoothingSchema } from '../kernels/smoothing.ts';
import { protocolPasses } from '../kernels/smoothingProtocols.ts';
import { GRADIENT } from '../plan/work.ts';
import type { AuditPart } from './auditPart.ts';

/** Graphs of a model: its answers, and its gradient of many and of few images. */
const LOADS = 3;

const sections = { smoothing: smoothingSchema.optional() };

/** The model with its first layer smoothed, under attack. */
export const smoothingPart: AuditPart<typeof sections> = {
  label: 'smoothed kernels',
  sections,
  stillToCome: () => 'smoothed kernels',
  isWanted: ({ settings, gradients, kernels }) => settings.smoothingImages > 0 && gradients && kernels,
  steps: ({ settings, images: { smoothed } }) => {
    const { rhos, preset, epsilons } = settings;
    return [
      {
        isDone: ({ smoothing: found }) => found !== undefined,
        work(_, standing) {
          const { passes, steps } = protocolPasses(preset, epsilons, standing);
          const models = rhos.length + 1;
          return {
            ...{ gradients: models * smoothed.count * passes, calls: models * GRADIENT * steps },
            loads: LOADS * models,
          };
        },
        async run(_, { graph, images, open, random }, { signal, onProgress }) {
          const shown = { split: images.smoothed, epsilons, open, signal, onProgress };
          return {
            smoothing: await smoothing(graph!, {
              ...{ rhos, preset },
              images: { ...shown, random: random.fork('smoothing') },
            }),
          };
        },
      },
    ];
  },
};
