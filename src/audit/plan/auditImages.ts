import { type Split, selectImages } from '../../data/dataset/dataset.ts';
import { stratifiedSample } from '../../data/dataset/stratifiedSample.ts';
import type { Random } from '../../tensor/random.ts';
import type { AuditSettings } from './auditSettings.ts';

/** The images of an audit's parts. Each sample keeps the classes' shares. */
export interface AuditImages {
  /** Of the components. */
  readonly main: Split;
  /** Some of `main`. */
  readonly certified: Split;
  /** Some of `certified`, and their places there. */
  readonly attacked: Split;
  readonly attackedPlaces: Uint32Array;
  readonly heatMap: Split;
  readonly smoothed: Split;
  readonly batchStatistics: Split;
}

/** Draws the samples: the same ones of the same seed, and each a part of a larger one, so that parts can be compared. */
export function auditImages(test: Split, settings: AuditSettings, random: Random): AuditImages {
  const part = (split: Split, count: number, name: string) => {
    const places = stratifiedSample(
      split.labels.subarray(0, split.count),
      Math.min(count, split.count),
      random.fork(name),
    );
    return { places, split: selectImages(split, places) };
  };
  const main = part(test, settings.images, 'images').split;
  const certified = part(main, settings.certificateImages, 'certificate').split;
  const attacked = part(certified, settings.attackImages, 'attacks');
  return {
    main,
    certified,
    attacked: attacked.split,
    attackedPlaces: attacked.places,
    heatMap: part(main, settings.heatMapImages, 'heat map').split,
    smoothed: part(main, settings.smoothingImages, 'smoothing').split,
    batchStatistics: part(test, settings.batchStatisticsImages, 'batch statistics').split,
  };
}
