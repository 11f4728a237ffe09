import { z } from 'zod';
import { firstLayer, firstLayerSchema } from '../../audit/kernels/firstLayer.ts';
import type { Part } from './part.ts';

const schema = z.strictObject({ firstLayer: firstLayerSchema });

/** The kernels that see the images, and how smooth they are (§6.2, Fig. 7). */
export const kernelsPart: Part<typeof schema> = {
  label: 'first layer',
  uses: [],
  schema,
  needsGraph: true,
  passes: () => 0,
  run: async ({ graph }) => ({ firstLayer: firstLayer(graph!) }),
};
