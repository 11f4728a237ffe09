import { firstLayer, firstLayerSchema } from '../kernels/firstLayer.ts';
import { figureOf } from '../measures/measure.ts';
import type { AuditPart } from './auditPart.ts';

const sections = { firstLayer: firstLayerSchema.optional() };

/** The kernels of the first layer. */
export const firstLayerPart: AuditPart<typeof sections> = {
  label: 'first layer',
  sections,
  isWanted: ({ kernels }) => kernels,
  steps: () => [
    {
      isDone: ({ firstLayer: found }) => found !== undefined,
      work: () => ({}),
      run: async (_, { graph }) => ({ firstLayer: firstLayer(graph!) }),
    },
  ],
  measures: ({ firstLayer: found }) => (found ? { smoothness: figureOf(found.smoothness) } : {}),
  worse: { smoothness: 'higher' },
};
