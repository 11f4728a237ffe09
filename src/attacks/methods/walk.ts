import type { Random } from '../../tensor/random.ts';
import type { Norm } from '../perturbation/norms.ts';
import type { AttackParameters } from './attackParameters.ts';

/** What a method knows of the place where it walks: the ball around one image within the bounds. */
export interface Place {
  readonly settings: AttackParameters;
  readonly norm: Norm;
  readonly image: Float32Array;
  /** Channels, height, width. */
  readonly shape: readonly number[];
  readonly bounds: readonly [low: number, high: number];
  readonly random: Random;
}

/** What was found at the pixels where the walk stands. */
export interface Found {
  /** To be raised. */
  readonly loss: number;
  /** Of that loss; empty where the method does not look at it. */
  readonly gradient: Float32Array;
}

/** One restart of a method on one image. A perturbation δ it writes is brought into ball and bounds afterwards. */
export interface Walk {
  /** Writes the δ to start from; `delta` is zero. */
  start(delta: Float64Array): void;
  /**
   * Writes the δ to try next.
   *
   * @param delta δ of the pixels that were tried last
   * @param pixels those pixels
   */
  next(delta: Float64Array, pixels: Float32Array, found: Found): void;
  /** The pixels of the largest loss so far, of a method that goes back to them; by default the last ones stand. */
  best?(): Float32Array;
}
