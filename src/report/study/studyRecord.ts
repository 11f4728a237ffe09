import { z } from 'zod';
import { verdictSchema } from '../../audit/measures/verdict.ts';

export const studyKind = { schema: 'passband.study', version: 1 } as const;

/** Which images a number was counted on: `reserve` are training images that no run learns from. */
export const imageSets = ['train', 'test', 'reserve'] as const;
export type ImageSet = (typeof imageSets)[number];

/** One quantity of one setting, over its seeds. */
export const estimateSchema = z.strictObject({
  /** Of a single seed its value, of several their mean. */
  value: z.number(),
  /** Of a single seed the 95% interval over images, of several the smallest and the largest; null where there is none. */
  low: z.number().nullable(),
  high: z.number().nullable(),
  /** Standard deviation over seeds, divided by seeds − 1; null with a single one. */
  sd: z.number().nullable(),
  seeds: z.int().min(1),
  /** Images, of each seed; null for what is no share of images. */
  n: z.int().min(1).nullable(),
});
export type Estimate = Readonly<z.infer<typeof estimateSchema>>;

/** How a curve is drawn: what it is of, and its place among those of its kind. */
const strokeSchema = z.strictObject({
  of: z.enum(['x', 'lfc', 'hfc', 'adversarial', 'series']),
  index: z.int().min(0),
  count: z.int().min(1),
  /** Whether it is of training images beside others of unseen ones, which is told apart by another dash. */
  isTraining: z.boolean(),
});

const pointSchema = z.strictObject({
  x: z.number(),
  value: z.number(),
  low: z.number().nullable(),
  high: z.number().nullable(),
});

const unitSchema = z.enum(['share', 'number']);

const panelSchema = z.strictObject({
  title: z.string(),
  /** Why it is empty, such as a run that failed; null where it has what it is to have by now. */
  missing: z.string().nullable(),
  curves: z.array(
    z.strictObject({ name: z.string(), stroke: strokeSchema, points: z.array(pointSchema).min(1) }),
  ),
  /** Values to compare the curves with, such as chance. */
  levels: z.array(z.strictObject({ name: z.string(), value: z.number() })),
});

/** A figure as data: panels side by side that share their axes. */
export const figureSchema = z.strictObject({
  /** A file's name without its ending. */
  id: z.string().regex(/^[a-z0-9-]+$/),
  title: z.string(),
  caption: z.string(),
  /** Such as `Fig. 4`; null where the paper has none like it. */
  paper: z.string().nullable(),
  kind: z.enum(['curves', 'bars']),
  /** `category`: x is the place in `categories`. */
  x: z.strictObject({
    title: z.string(),
    kind: z.enum(['number', 'category']),
    categories: z.array(z.string()),
  }),
  y: z.strictObject({ title: z.string(), unit: unitSchema }),
  /** What bands and whiskers show. */
  spread: z.string(),
  panels: z.array(panelSchema).min(1),
});
export type StudyFigure = Readonly<z.infer<typeof figureSchema>>;

export const cellSchema = z.strictObject({
  ours: estimateSchema.nullable(),
  unit: unitSchema,
  /** The paper's number; null where it has none. */
  paper: z.number().nullable(),
  /** Whether the paper's number lies inside the interval of our difference from it; null where there is nothing to compare. */
  isInside: z.boolean().nullable(),
  images: z.enum(imageSets).nullable(),
  /** What a reader must know of this cell: `not fitted (.74)`, `not run, about 40 min`, `failed: …`; null where nothing. */
  note: z.string().nullable(),
});
export type StudyCell = Readonly<z.infer<typeof cellSchema>>;

/** A table as data. */
export const tableSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/),
  title: z.string(),
  caption: z.string(),
  /** Such as `Table 1`; null where the paper has none like it. */
  paper: z.string().nullable(),
  /** Heading of the rows' names. */
  corner: z.string(),
  /** A column's heading, below that of its group where it has one. */
  columns: z.array(z.strictObject({ name: z.string(), group: z.string().nullable() })).min(1),
  rows: z.array(z.strictObject({ name: z.string(), cells: z.array(cellSchema) })),
});
export type StudyTable = Readonly<z.infer<typeof tableSchema>>;

/** A claim of the paper and what the numbers say of it. */
export const claimSchema = z.strictObject({
  id: z.string().regex(/^C\d+$/),
  /** Where the paper says it, such as `§4.2, Fig. 3`. */
  where: z.string(),
  text: z.string(),
  verdict: verdictSchema,
  /** What decided: the rule and its test, in a sentence. */
  rule: z.string(),
  /** What stands in the way of a verdict, or a restriction of it; null where nothing does. */
  reason: z.string().nullable(),
  /** What was compared. */
  numbers: z.array(
    z.strictObject({
      name: z.string(),
      text: z.string(),
      /** What it says by itself; null in records of before it was kept. */
      verdict: verdictSchema.nullable().default(null),
    }),
  ),
});
export type StudyClaim = Readonly<z.infer<typeof claimSchema>>;

export const runStates = ['complete', 'running', 'to come', 'failed'] as const;

const studyRunSchema = z.strictObject({
  /** The setting's name in the study, such as `dropout`. */
  name: z.string(),
  seed: z.int().min(0),
  /** SHA-256 of all that decides its numbers; its folder in the store is called by the first 16 digits. */
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  state: z.enum(runStates),
  epoch: z.int().min(0),
  /** 0 of a foreign model, which is measured alone. */
  epochs: z.int().min(0),
  /** Of the last epoch's training accuracy; null before there is one. */
  trainAccuracy: z.number().nullable(),
  /** Why it failed; null where it did not. */
  failure: z.string().nullable(),
  /** Of training and measuring so far. */
  elapsedMs: z.number().min(0),
  /** What was asked for where it differs from the base: key → value. */
  varied: z.record(z.string(), z.unknown()),
});
export type StudyRun = Readonly<z.infer<typeof studyRunSchema>>;

/** A picture that was made of images or kernels; it lies beside the record. */
const pictureSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/),
  title: z.string(),
  caption: z.string(),
  paper: z.string().nullable(),
  /** Name of the SVG in `figures/`. */
  file: z.string().regex(/^[a-z0-9-]+\.svg$/),
  width: z.int().min(1),
  height: z.int().min(1),
});
export type StudyPicture = Readonly<z.infer<typeof pictureSchema>>;

/** `study.json`: what a study ran and found. */
export const studyRecordSchema = z.strictObject({
  schema: z.literal(studyKind.schema),
  version: z.literal(studyKind.version),
  /** `running`: a process is at work, or was when it was killed. */
  status: z.enum(['running', 'stopped', 'finished']),
  name: z.string(),
  title: z.string(),
  /** What of the paper it reruns, such as `Tables 1 and 3`; null for a study of one's own. */
  paper: z.string().nullable(),
  /** What is done, as in the paper's paragraph. */
  about: z.string(),
  command: z.string(),
  versions: z.record(z.string(), z.string()),
  /** Of Passband's own procedures, which a run's name depends on. */
  recipe: z.int().min(1),
  scale: z.string(),
  preset: z.string(),
  seeds: z.array(z.int().min(0)).min(1),
  dataset: z.strictObject({
    name: z.string(),
    classes: z.int().min(1),
    shape: z.tuple([z.int(), z.int(), z.int()]),
    hashes: z.record(z.string(), z.string()),
    learned: z.int().min(1),
    test: z.int().min(1),
    reserve: z.int().min(0),
  }),
  /** Cut-offs in bins, as the data's size has them, each beside the paper's own where they were scaled. */
  radii: z.array(z.strictObject({ radius: z.number(), paper: z.number().nullable() })),
  /** The settings that all runs share. */
  base: z.record(z.string(), z.unknown()),
  /** What a reader must know of this scale, a sentence each. */
  notes: z.array(z.string()),
  runs: z.array(studyRunSchema),
  /** The seconds that what is left will take, as it was reckoned last; null where nothing is left. */
  secondsLeft: z.number().min(0).nullable(),
  claims: z.array(claimSchema),
  figures: z.array(figureSchema),
  tables: z.array(tableSchema),
  pictures: z.array(pictureSchema),
  /** The paragraph that a paper needs. */
  methods: z.string(),
});

export type StudyRecord = Readonly<z.infer<typeof studyRecordSchema>>;
