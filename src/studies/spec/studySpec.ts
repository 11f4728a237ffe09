import { z } from 'zod';
import { conventionSchema } from '../../networks/classifier/convention.ts';
import { givenConfigSchema } from '../../training/config/config.ts';
import { partNames } from '../parts/partNames.ts';
import { isQuantity } from '../results/quantities.ts';

const name = z
  .string()
  .max(64, 'must be a name of at most 64 characters')
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be a name of small letters, digits and single hyphens');
const quantity = z.string().refine(isQuantity, 'a quantity such as test.x, train.lfc@8, gap or pgd@8/255');
const config = givenConfigSchema.omit({
  out: true,
  threads: true,
  seed: true,
  dataDir: true,
  tensorboard: true,
});

/** What varies: a grid of keys with their values, or settings one by one, each with a name of its own. */
const varySchema = z.union([
  z.record(z.string(), z.array(z.unknown()).min(1)),
  z.array(z.looseObject({ name: z.string().min(1).max(200) })).min(1),
]);

const common = { title: z.string().optional(), caption: z.string().optional(), paper: z.string().optional() };

const curvesSchema = z.strictObject({
  ...common,
  /** The quantities that are drawn. */
  curves: z.array(quantity).min(1),
  /** A varied key whose values are the horizontal axis; by default the epochs are. */
  against: z.string().optional(),
  /** What a panel is of; the other one is told by the curves. */
  panels: z.enum(['setting', 'quantity']).default('setting'),
});

const barsSchema = z.strictObject({
  ...common,
  /** A panel each, with a bar for each setting. */
  bars: z.array(quantity).min(1),
});

const tableSchema = z.strictObject({
  ...common,
  /** The columns. */
  table: z.array(quantity).min(1),
  /** A varied key whose values are the rows; by default each setting is one. */
  rows: z.string().optional(),
  /** A varied key whose values are groups of columns. */
  groups: z.string().optional(),
});

/** What can be shown, by the member that names its quantities. */
export const showSchemas = { curves: curvesSchema, bars: barsSchema, table: tableSchema } as const;
export const showSchema = z.union([curvesSchema, barsSchema, tableSchema]);
export type Show = Readonly<z.infer<typeof showSchema>>;
export type CurvesShow = Readonly<z.infer<typeof curvesSchema>>;
export type BarsShow = Readonly<z.infer<typeof barsSchema>>;
export type TableShow = Readonly<z.infer<typeof tableSchema>>;

export const MOST_SEEDS = 100;
const seedsRule = `must be how many seeds, 1 to ${MOST_SEEDS}, or a list of different whole numbers ≥ 0`;
const seedsSchema = z.union(
  [
    z.int(seedsRule).min(1, seedsRule).max(MOST_SEEDS, seedsRule),
    z
      .array(z.int(seedsRule).min(0, seedsRule), seedsRule)
      .min(1, seedsRule)
      .max(MOST_SEEDS, seedsRule)
      // A run that stood twice would count as two in every mean and interval.
      .refine((seeds) => new Set(seeds).size === seeds.length, seedsRule),
  ],
  seedsRule,
);

/** A model of others, with what its file does not say of its images and classes. */
export const studyModelSchema = z.strictObject({
  file: z.string().min(1),
  ...conventionSchema.partial().shape,
  output: z.string().optional(),
  classes: z.string().optional(),
  classMap: z.string().optional(),
});
export type StudyModel = Readonly<z.infer<typeof studyModelSchema>>;

/** A study as it is written down: what runs, what varies, what is measured of each run, and how it is shown. */
export const studySpecSchema = z.strictObject({
  name,
  title: z.string().optional(),
  about: z.string().optional(),
  /** Settings of `train` that all runs share. */
  base: config.default({}),
  vary: varySchema.optional(),
  /** How many seeds, from 0 on, or which. */
  seeds: seedsSchema.default(1),
  /** ONNX files that are measured beside, for the parts that need no training. */
  models: z
    .array(
      z.union([
        z
          .string()
          .min(1)
          .transform((file): StudyModel => ({ file })),
        studyModelSchema,
      ]),
    )
    .default([]),
  /** What is measured of each finished run, beside its history. */
  measure: z.array(z.enum(partNames)).default([]),
  show: z.array(showSchema).default([]),
});

export type StudySpec = Readonly<z.infer<typeof studySpecSchema>>;
/** As a person writes it: what is left out has its default. */
export type GivenSpec = Readonly<z.input<typeof studySpecSchema>>;
