import type { PartReliance } from '../../../src/studies/planted/plantedParts.ts';
import { chance, type Settings } from './settings.ts';

/** What the construction of the images says about an accuracy, before anything is measured. */
export interface KnownAnswer {
  readonly part: keyof Pick<PartReliance, 'x' | 'lfc' | 'hfc'>;
  /** In percent. */
  readonly most: number;
  /** Why. */
  readonly because: string;
}

// The gratings' frequencies lie between 12 and 16 bins; what is left of the silhouettes' soft edges beyond 8 tells nothing.
const GRATING_FROM = 12;
const GRATING_TO = 16;
const SHAPES_TO = 8;

/**
 * The highest accuracies that are possible: nobody can be right more often than the more reliable of the parts that are
 * there, because where the parts disagree nothing tells which is right. At chance it is also the lowest.
 *
 * @param radius cut-off in bins
 */
export function knownAnswers({ shapes, grating }: Settings, radius: number): KnownAnswer[] {
  const both = Math.max(shapes, grating);
  const low =
    radius <= GRATING_FROM
      ? { most: shapes, because: 'only the shape is left' }
      : { most: both, because: 'gratings are in it, too' };
  const high =
    radius >= GRATING_TO
      ? { most: chance, because: 'neither part is left' }
      : radius >= SHAPES_TO
        ? { most: grating, because: 'only the grating is left' }
        : { most: both, because: 'edges of shapes are in it, too' };
  return [
    { part: 'x', most: both, because: 'both parts are there' },
    { part: 'lfc', ...low },
    { part: 'hfc', ...high },
  ].map((answer) => (answer.most <= chance ? { ...answer, most: chance } : answer)) as KnownAnswer[];
}
