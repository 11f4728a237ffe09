import { fourierHeatMap, fourierHeatMapSchema } from '../frequencies/fourierHeatMap.ts';
import type { AuditPart } from './auditPart.ts';

const sections = { heatMap: fourierHeatMapSchema.optional() };

/** Errors under a perturbation of one frequency at a time. */
export const heatMapPart: AuditPart<typeof sections> = {
  label: 'Fourier heat map',
  sections,
  stillToCome: () => 'the Fourier heat map',
  isWanted: ({ settings }) => settings.heatMapImages > 0,
  steps: ({ settings }) => [
    {
      isDone: ({ heatMap }) => heatMap !== undefined && !heatMap.wrong.includes(null),
      async run({ heatMap: partial }, { classifier, shape, images, random }, tools) {
        const { signal, onProgress, keep } = tools;
        // Of a large image every few frequencies, about as many as a small one has.
        const step = settings.heatMapStep * Math.ceil(Math.max(shape[1], shape[2]) / 64);
        const heatMap = await fourierHeatMap(classifier, images.heatMap, {
          ...{ step, partial, signal, onProgress },
          random: random.fork('heat map'),
          onCell: (map) => keep({ heatMap: map }),
        });
        return { heatMap };
      },
    },
  ],
};
