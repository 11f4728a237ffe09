import { z } from 'zod';
import type { Epsilon } from '../../attacks/parseEpsilon.ts';
import { presets } from '../../spectrum/split/preset.ts';
import { ascending } from '../../statistics/ascending.ts';

const count = z.int().min(0);
const epsilonSchema = z.strictObject({
  /** In pixel units. */
  value: z.number().min(0),
  /** As it was written. */
  text: z.string(),
});

/** How much of everything an audit does: a flat record that results keep. A count of 0 leaves a part out. */
export const auditSettingsSchema = z.strictObject({
  budget: z.enum(['quick', 'standard', 'thorough']),
  /** Conventions of the paper, or of its code: mask and rescaling of components (`authors`: d < r, divided by their maximum). */
  preset: z.enum(presets),
  seed: count,
  /** Radii that are named in the results, in frequency bins. */
  radii: z.array(z.number().min(0)),
  /** Where images decided by HFC are looked for. */
  decidedRadius: z.number().min(0),
  /** Step of the radius curve's grid, in bins. */
  radiusStep: z.int().min(1),
  /** Images of the components, of the certificate, of the attacks, of the heat map, of the smoothed models, of batch statistics. */
  images: z.int().min(2),
  certificateImages: count,
  attackImages: count,
  heatMapImages: count,
  smoothingImages: count,
  batchStatisticsImages: count,
  /** Sizes of FGSM and PGD in L∞, ascending; the other attacks have `mainEpsilon`. */
  epsilons: z.array(epsilonSchema).min(1),
  mainEpsilon: epsilonSchema,
  l2Epsilons: z.array(epsilonSchema),
  pgdSteps: z.int().min(1),
  restarts: z.int().min(1),
  apgdSteps: count,
  squareSteps: count,
  /** Cut-off of band-limited PGD, in bins; null leaves it out. */
  bandRadius: z.number().min(0).nullable(),
  /** Stride between the frequencies of the heat map. */
  heatMapStep: z.int().min(1),
  rhos: z.array(z.number().min(0)),
});

export type AuditSettings = Readonly<z.infer<typeof auditSettingsSchema>>;
export type Budget = AuditSettings['budget'];

/** What is chosen, or follows from it, whatever the budget. */
type ByChoice = keyof AuditChoices | 'decidedRadius' | 'mainEpsilon' | 'l2Epsilons';

/** About 1, 10 and 60 minutes for a ResNet of CIFAR's size on two cores; a robust model takes the attacks longer. */
const budgets = {
  quick: {
    radiusStep: 4,
    images: 300,
    certificateImages: 100,
    attackImages: 100,
    heatMapImages: 50,
    smoothingImages: 0,
    batchStatisticsImages: 0,
    pgdSteps: 10,
    restarts: 1,
    apgdSteps: 0,
    squareSteps: 0,
    bandRadius: null,
    heatMapStep: 4,
    rhos: [],
  },
  standard: {
    radiusStep: 1,
    images: 1000,
    certificateImages: 500,
    attackImages: 300,
    heatMapImages: 100,
    smoothingImages: 200,
    batchStatisticsImages: 1000,
    pgdSteps: 20,
    restarts: 2,
    apgdSteps: 50,
    squareSteps: 500,
    bandRadius: 8,
    heatMapStep: 1,
    rhos: [0.1, 0.25, 0.5, 1],
  },
  thorough: {
    radiusStep: 1,
    images: 5000,
    certificateImages: 1000,
    attackImages: 1000,
    heatMapImages: 500,
    smoothingImages: 500,
    batchStatisticsImages: 5000,
    pgdSteps: 40,
    restarts: 5,
    apgdSteps: 100,
    squareSteps: 1000,
    bandRadius: 8,
    heatMapStep: 1,
    rhos: [0.1, 0.25, 0.5, 1],
  },
} as const satisfies Record<Budget, Omit<AuditSettings, ByChoice>>;

export interface AuditChoices {
  readonly budget: Budget;
  readonly preset: AuditSettings['preset'];
  readonly seed: number;
  readonly radii: readonly number[];
  /** Sizes in L∞. */
  readonly epsilons: readonly Epsilon[];
}

/** Everything that an audit of a budget does. Its main ε is the middle one. */
export function auditSettings({ budget, preset, seed, radii, epsilons }: AuditChoices): AuditSettings {
  const byRadius = ascending(radii);
  const bySize = epsilons.toSorted((a, b) => a.value - b.value);
  const l2 = budget === 'quick' ? ['0.5'] : ['0.25', '0.5', '1'];
  return auditSettingsSchema.parse({
    ...budgets[budget],
    ...{ budget, preset, seed },
    radii: byRadius,
    decidedRadius: byRadius.includes(12) ? 12 : byRadius[byRadius.length >> 1],
    epsilons: bySize,
    mainEpsilon: bySize[bySize.length >> 1],
    l2Epsilons: l2.map((text) => ({ value: Number(text), text })),
  });
}
