import { z } from 'zod';
import { presets } from '../../spectrum/split/preset.ts';
import { ascending } from '../../statistics/ascending.ts';
import { budgetNames, budgets, ladder } from './ladder.ts';

const count = z.int().min(0);
const epsilonSchema = z.strictObject({
  /** In pixel units. */
  value: z.number().min(0),
  /** As it was written. */
  text: z.string(),
});

/** How much of everything an audit does: a flat record that results keep. A count of 0 leaves a part out. */
export const auditSettingsSchema = z.strictObject({
  /** How much time was to be spent. */
  budget: z.enum(budgetNames),
  /** Place of the plan on the ladder that the budget's time chose, 1 being the smallest; absent in records of version 0.1. */
  plan: z.int().min(1).max(ladder.length).optional(),
  /** Conventions of the paper, or of its code: mask and rescaling of components (`authors`: d < r, divided by their maximum). */
  preset: z.enum(presets),
  seed: count,
  /** Radii that are named in the results, in frequency bins. */
  radii: z.array(z.number().min(0)),
  /** Where images decided by HFC are looked for. */
  decidedRadius: z.number().min(0),
  /** Step of the radius curve's grid, in bins. */
  radiusStep: z.int().min(1),
  /** Cut-offs of the certificate at most, evenly among all. */
  certificateRadii: z.int().min(1).default(400),
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
  /** Absent in records of version 0.1: as many as PGD's, but for the budget quick. */
  momentumSteps: count.optional(),
  apgdSteps: count,
  squareSteps: count,
  /** Cut-off of band-limited PGD, in bins; null leaves it out. */
  bandRadius: z.number().min(0).nullable(),
  /** Stride between the frequencies of the heat map. */
  heatMapStep: z.int().min(1),
  rhos: z.array(z.number().min(0)),
});

export type AuditSettings = Readonly<z.infer<typeof auditSettingsSchema>>;

/** What people ask for; the rest of the settings follows from it and a plan. */
const choicesSchema = z.object(
  auditSettingsSchema.pick({ budget: true, preset: true, seed: true, radii: true, epsilons: true }).shape,
);
export type AuditChoices = Readonly<z.infer<typeof choicesSchema>>;
/** What a key that came later was before is its default. */
type GivenChoices = {
  readonly [Name in keyof Choices]: Choices[Name] extends (infer One)[] ? readonly One[] : Choices[Name];
};
type Choices = z.input<typeof choicesSchema>;

export interface AuditPlanOptions {
  /** Place on the ladder, from 1; by default the budget's, whatever the model. */
  readonly plan?: number;
  /** Height and width of the images in pixels; by default not above 64. */
  readonly size?: readonly [height: number, width: number];
}

/** Everything that an audit of a budget does. Its main ε is the middle one. */
export function auditSettings(given: GivenChoices, options: AuditPlanOptions = {}): AuditSettings {
  const choices = choicesSchema.parse(given);
  const { plan = budgets[choices.budget].plan, size = [1, 1] } = options;
  const radii = ascending(choices.radii);
  const epsilons = choices.epsilons.toSorted((a, b) => a.value - b.value);
  const { l2, radiusStep, ...counts } = ladder[plan - 1];
  return auditSettingsSchema.parse({
    ...{ ...counts, ...choices, plan, radii, epsilons },
    radiusStep: radiusStep * Math.ceil(Math.max(size[0], size[1]) / 64),
    decidedRadius: radii.includes(12) ? 12 : radii[radii.length >> 1],
    mainEpsilon: epsilons[epsilons.length >> 1],
    l2Epsilons: l2.map((text) => ({ value: Number(text), text })),
  });
}

/** What is asked for by people, from settings in full. */
export function choicesOf(settings: AuditSettings): AuditChoices {
  return choicesSchema.parse(settings);
}
