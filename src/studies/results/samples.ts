import { recordedFlags } from '../../audit/frequencies/decided.ts';
import type { ImageSet } from '../../report/study/studyRecord.ts';
import { ascending } from '../../statistics/ascending.ts';
import type { ClassificationRow } from '../../training/tasks/classification/classification.ts';
import type { Quantity } from './quantities.ts';
import { lastEpoch, type RunResult } from './runResult.ts';

/** A quantity of one run. */
export interface Sample {
  readonly value: number;
  /** Images that it is a share of; null of what is no such share. */
  readonly n: number | null;
  /** Standard error of what is no share of images, where there is one. */
  readonly error?: number | undefined;
  /** 1 for each image that counts, where it is known image by image. */
  readonly flags?: Uint8Array | undefined;
  readonly images: ImageSet | null;
  /** Of which run of a setting; samples of one seed are compared with each other. */
  readonly seed?: number | undefined;
}

/** The same number for each of some samples, to compare them with. */
export function constantFor(samples: readonly Sample[], value: number): Sample[] {
  return samples.map(({ seed }) => ({ value, n: null, error: 0, images: null, seed }));
}

/**
 * A quantity of a run, at the end of an epoch.
 *
 * @param epoch by default the last that was measured; parts are of the finished run alone
 * @returns undefined where it is not known
 */
export function sampleOf(quantity: Quantity, result: RunResult, epoch?: number): Sample | undefined {
  const isAlong = ['accuracy', 'trained', 'gap'].includes(quantity.kind);
  if (!isAlong && epoch !== undefined && epoch !== result.record?.config.epochs) return undefined;
  switch (quantity.kind) {
    case 'accuracy':
      return accuracyAt(seenAt(quantity, epoch), result, epoch ?? lastEpoch(result));
    case 'trained':
      return trainedAt(result, epoch ?? lastEpoch(result));
    case 'gap': {
      const at = epoch ?? lastEpoch(result);
      const x = { kind: 'accuracy', component: 'x', radius: null } as const;
      const train = accuracyAt({ ...x, split: 'train' }, result, at);
      const unseen = accuracyAt(seenAt({ ...x, split: 'unseen' }, epoch), result, at);
      if (!train || !unseen) return undefined;
      const error = Math.hypot(standardError(train), standardError(unseen));
      return { value: train.value - unseen.value, n: null, error, images: unseen.images };
    }
    case 'epochsTo': {
      const found = epochsTo(result, quantity.accuracy);
      return found === undefined ? undefined : { value: found, n: null, images: 'train' };
    }
    case 'attack': {
      const { method, epsilon } = quantity;
      const row = result.parts.attacks?.rows.find(({ name }) => name === `${method}@${epsilon}`);
      return row && shareOf(Uint8Array.from(row.standing, Number), result.parts.attacks!.images);
    }
    case 'certificate': {
      const { certificate } = result.parts;
      const row = certificate?.rows.find(({ epsilon }) => epsilon === quantity.epsilon);
      return row && shareOf(Uint8Array.from(row.standing, Number), certificate!.images);
    }
    case 'smoothness': {
      const { kernels } = result.parts;
      if (!kernels) return undefined;
      const { smoothness, spread, shape } = kernels.firstLayer;
      // Over the out-channels.
      const error = spread.standardDeviation / Math.sqrt(shape[0]);
      return { value: smoothness, n: null, error, images: null };
    }
    case 'decided': {
      const { components } = result.parts;
      if (!components) return undefined;
      const found = quantity.by === 'hfc' ? components.decidedByHfc : components.decidedBySvd;
      return shareOf(recordedFlags(found), components.images);
    }
  }
}

/** Of a share of images; one image more on either side, so that a share of 0 or 1 has one too. */
export function standardError({ value, n, error }: Pick<Sample, 'value' | 'n' | 'error'>): number {
  if (n === null) return error ?? Number.NaN;
  const share = (value * n + 1) / (n + 2);
  return Math.sqrt((share * (1 - share)) / n);
}

/** @param flags 1 for each image that counts */
export function shareOf(flags: Uint8Array, images: ImageSet): Sample {
  return { value: flags.reduce((sum, flag) => sum + flag, 0) / flags.length, n: flags.length, flags, images };
}

type Accuracy = Extract<Quantity, { kind: 'accuracy' }>;

function accuracyAt(quantity: Accuracy, result: RunResult, epoch: number): Sample | undefined {
  const row =
    quantity.split === 'unseen'
      ? (rowAt({ ...quantity, split: 'reserve' }, result.rows, epoch) ??
        rowAt({ ...quantity, split: 'test' }, result.rows, epoch))
      : rowAt(quantity, result.rows, epoch);
  if (!row) return result.record === null ? ofModel(quantity, result) : undefined;
  const images: ImageSet = row.split === 'test' ? 'test' : row.split === 'reserve' ? 'reserve' : 'train';
  return { value: row.accuracy, n: row.n, images, flags: flagsOf(row, result, epoch, images) };
}

/** The reserve is measured at the end alone: along training what is unseen are the test images. */
function seenAt(quantity: Accuracy, epoch: number | undefined): Accuracy {
  return quantity.split === 'unseen' && epoch !== undefined ? { ...quantity, split: 'test' } : quantity;
}

function rowAt(
  { split, component, radius }: Accuracy,
  rows: readonly ClassificationRow[],
  epoch: number,
): ClassificationRow | undefined {
  return rows.find(
    (row) =>
      row.epoch === epoch &&
      row.split === split &&
      // A run on a component names that for its own batches.
      (row.split === 'running' ? component === 'x' : row.component === component && row.radius === radius),
  );
}

/** Of a foreign model, whose answers the part on components has. */
function ofModel(
  { split, component, radius }: Accuracy,
  { parts: { components } }: RunResult,
): Sample | undefined {
  if (!components || (split !== 'unseen' && split !== components.images)) return undefined;
  const digits = components.flags[component === 'x' ? 'clean' : `${component}@${radius}`];
  return digits === undefined ? undefined : shareOf(Uint8Array.from(digits, Number), components.images);
}

/** The answers image by image, where the part on components saw the same images of the finished run. */
function flagsOf(
  { component, radius, n, correct }: ClassificationRow,
  { parts: { components }, record }: RunResult,
  epoch: number,
  images: ImageSet,
): Uint8Array | undefined {
  if (!components || components.images !== images || epoch !== record?.config.epochs) return undefined;
  const digits = components.flags[component === 'x' ? 'clean' : `${component}@${radius}`];
  if (digits?.length !== n) return undefined;
  const flags = Uint8Array.from(digits, Number);
  return flags.reduce((sum, flag) => sum + flag, 0) === correct ? flags : undefined;
}

/** The rows of what a run learns: its training images, or of a component the batches of each epoch. */
export function learnedRows({ rows, record }: Pick<RunResult, 'rows' | 'record'>): ClassificationRow[] {
  const isWhole = (record?.config.trainOn ?? 'x') === 'x';
  // A component is learned in another scale than it is measured in, and x itself is not learned at all.
  return rows.filter(({ split, component }) =>
    isWhole ? split === 'train' && component === 'x' : split === 'running',
  );
}

function trainedAt(result: RunResult, epoch: number): Sample | undefined {
  const row = learnedRows(result).find((each) => each.epoch === epoch);
  return row && { value: row.accuracy, n: row.n, images: 'train' };
}

/**
 * How many epochs it took until the training images, as they are learned, were answered so well: between two measured epochs on the
 * straight line.
 *
 * @returns undefined where they never were
 */
export function epochsTo(result: Pick<RunResult, 'rows' | 'record'>, accuracy: number): number | undefined {
  const measured = learnedRows(result).toSorted((a, b) => a.epoch - b.epoch);
  const first = measured.findIndex((row) => row.accuracy >= accuracy);
  if (first < 0) return undefined;
  const { epoch, accuracy: reached } = measured[first];
  if (first === 0) return epoch;
  const before = measured[first - 1];
  return before.epoch + ((accuracy - before.accuracy) / (reached - before.accuracy)) * (epoch - before.epoch);
}

/**
 * The epoch, between the measured ones where need be, and what a quantity is there, when the training accuracy first reaches a value.
 *
 * @returns undefined where it never does, or the quantity is not known there
 */
export function valueAtTraining(quantity: Quantity, result: RunResult, accuracy: number): Sample | undefined {
  const at = epochsTo(result, accuracy);
  return at === undefined ? undefined : valueAtEpoch(quantity, result, at);
}

/**
 * A quantity between two measured epochs, on the straight line; before the first it is that of the first.
 *
 * @returns undefined beyond the last measured epoch, or where the quantity is not known
 */
export function valueAtEpoch(quantity: Quantity, result: RunResult, at: number): Sample | undefined {
  const measured = ascending(
    result.rows.filter(({ split }) => split === 'train').map(({ epoch }) => epoch),
  ).flatMap((epoch) => {
    const sample = sampleOf(quantity, result, epoch);
    return sample ? [{ epoch, sample }] : [];
  });
  const after = measured.find(({ epoch }) => epoch >= at);
  if (after === undefined) return undefined;
  const before = measured.findLast(({ epoch }) => epoch <= at) ?? after;
  const [low, high] = [before.sample, after.sample];
  const share = after === before ? 0 : (at - before.epoch) / (after.epoch - before.epoch);
  const between = (one: number, other: number) => one + share * (other - one);
  return {
    value: between(low.value, high.value),
    n: low.n,
    images: low.images,
    // Both are of the same images, so that their errors do not cancel.
    ...(low.n === null && { error: between(standardError(low), standardError(high)) }),
  };
}
