import { z } from 'zod';
import { presets } from '../../spectrum/split/preset.ts';

/** How much of everything the parts do: a flat record that results keep. */
export const partSettingsSchema = z.strictObject({
  preset: z.enum(presets),
  /** Where images decided by HFC are looked for, in bins. */
  decidedRadius: z.number().min(0),
  /** Images at most, drawn with the share of each class kept. */
  componentImages: z.int().min(2),
  attackImages: z.int().min(1),
  certificateImages: z.int().min(1),
  smoothingImages: z.int().min(1),
  /** Sizes in L∞ as they are written. */
  epsilons: z.array(z.string()),
  /** Of Table 2. */
  smoothingEpsilons: z.array(z.string()),
  pgdSteps: z.int().min(1),
  /** Beside ρ = 0. */
  rhos: z.array(z.number().min(0)),
});

export type PartSettings = Readonly<z.infer<typeof partSettingsSchema>>;

export const usualPartSettings: PartSettings = {
  preset: 'paper',
  decidedRadius: 12,
  componentImages: 10_000,
  attackImages: 500,
  certificateImages: 500,
  smoothingImages: 500,
  epsilons: ['2/255', '4/255', '8/255'],
  smoothingEpsilons: ['0.03', '0.06', '0.09'],
  pgdSteps: 20,
  rhos: [0.1, 0.25, 0.5, 1],
};
