import { fourierHeatMap, fourierHeatMapSchema } from '../frequencies/fourierHeatMap.ts';
import { heatMapCells } from '../frequencies/heatMapCells.ts';
import type { AuditPart } from './auditPart.ts';

const sections = { heatMap: fourierHeatMapSchema.optional() };

/** How often a map is stored while it is computed, about. */
const STORED = 50;

/** Errors under a perturbation of one frequency at a time. */
export const heatMapPart: AuditPart<typeof sections> = {
  label: 'Fourier heat map',
  sections,
  stillToCome: () => 'the Fourier heat map',
  isWanted: ({ settings }) => settings.heatMapImages > 0,
  steps: ({ settings, shape: [, height, width], images: { heatMap: sample } }) => {
    // Of a large image every few frequencies, about as many as a small one has.
    const step = settings.heatMapStep * Math.ceil(Math.max(height, width) / 64);
    const cells = heatMapCells(height, width, { size: Infinity, step }).cells.length;
    return [
      {
        isDone: ({ heatMap }) => heatMap !== undefined && !heatMap.wrong.includes(null),
        work: () => ({ heatMap: cells * sample.count }),
        async run({ heatMap: partial }, { classifier, images, random }, tools) {
          const { signal, onProgress, keep } = tools;
          let computed = 0;
          const heatMap = await fourierHeatMap(classifier, images.heatMap, {
            ...{ step, partial, signal, onProgress },
            random: random.fork('heat map'),
            // The whole record is written each time.
            async onCell(map) {
              if (++computed % Math.ceil(cells / STORED) === 0) await keep({ heatMap: map });
            },
          });
          return { heatMap };
        },
      },
    ];
  },
};
