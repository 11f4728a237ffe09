import { z } from 'zod';

/** Of a run by its own files, whoever may be at it. */
export const entryStatuses = [
  /** A folder without a run, as a process leaves it that is killed before it has its data. */
  'empty',
  /** After some epochs. */
  'stopped',
  /** Its last epoch and its model; parts may be still to come. */
  'trained',
  'failed',
  /** Its files are damaged, of a newer Passband, or may not be read. */
  'unreadable',
] as const;

/** What a list of runs says of one: all that needs its files read. */
export const runEntrySchema = z.strictObject({
  status: z.enum(entryStatuses),
  /** Why it failed, or cannot be read; null where neither is so. */
  failure: z.string().nullable(),
  /** Name of its data set; null of one without a record. */
  dataset: z.string().nullable(),
  /** Those that decide its numbers, in the order of a configuration. To look at each of 1,000 runs takes longer than all the rest. */
  settings: z.custom<Readonly<Record<string, unknown>>>(
    (given) => typeof given === 'object' && given !== null && !Array.isArray(given),
  ),
  /** The last one that is in its history. */
  epoch: z.int().min(0),
  /** Of test images and of training images as they are learned, when they were last measured; null before. */
  testAccuracy: z.number().nullable(),
  trainAccuracy: z.number().nullable(),
  /** Of training and measuring. */
  seconds: z.number().min(0),
  /** On disk, and of these its checkpoints. */
  bytes: z.int().min(0),
  checkpointBytes: z.int().min(0),
});

export type RunEntry = Readonly<z.infer<typeof runEntrySchema>>;
