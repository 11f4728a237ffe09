import { argmax } from '../tensor/argmax.ts';
import type { Random } from '../tensor/random.ts';
import { leastLikelyOf, marginOf } from './answers.ts';
import type { AttackSettings } from './attackSettings.ts';
import { keepBand } from './keepBand.ts';
import { methods } from './methods/methods.ts';
import type { Found } from './methods/walk.ts';
import { norms } from './perturbation/norms.ts';
import { placePerturbation } from './perturbation/placePerturbation.ts';
import type { Answer, Search } from './search.ts';

export interface AttackedImage {
  readonly pixels: Float32Array;
  /** −1 never; 0 = wrong before any step; k = in the k-th restart. */
  readonly fallenAtRestart: number;
}

export interface AttackImageOptions {
  readonly settings: AttackSettings;
  readonly bounds: readonly [low: number, high: number];
  /** Channels, height, width. */
  readonly shape: readonly number[];
  readonly random: Random;
  readonly stopOnSuccess: boolean;
}

/**
 * The loop of every attack, for one image: restarts of a method's walk, each step of which is brought into the band,
 * the ball and the bounds, until the answer is wrong.
 */
export function* attackImage(
  image: Float32Array,
  label: number,
  { settings, bounds, shape, random, stopOnSuccess }: AttackImageOptions,
): Search<AttackedImage> {
  const { epsilon, band, restarts, steps, randomStart, target } = settings;
  const method = methods[settings.method];
  const norm = norms[settings.norm];
  const pixels = image.slice();
  const delta = new Float64Array(image.length);
  const isWrong = ({ logits }: Answer) => argmax(logits) !== label;
  function place(): void {
    if (band) keepBand(delta, shape, band);
    placePerturbation(image, delta, pixels, { norm, epsilon, bounds });
  }

  let clean: Float32Array | undefined;
  // A walk from the image itself begins by looking at it.
  if ((randomStart && stopOnSuccess) || target !== 'none') {
    const answer = yield { needs: 'logits', pixels, label };
    if (stopOnSuccess && isWrong(answer)) return { pixels, fallenAtRestart: 0 };
    clean = answer.logits.slice();
  }
  for (let restart = 1; ; restart++) {
    const stream = random.fork(`restart ${restart}`);
    const aim = target === 'none' ? label : aimOf(target, clean!, label, stream);
    const walk = method.walk({ settings, norm, image, shape, bounds, random: stream });
    delta.fill(0);
    walk.start(delta);
    place();
    for (let step = 0; step < steps; step++) {
      const answer = yield { needs: method.needs, pixels, label: aim };
      if (stopOnSuccess && isWrong(answer)) {
        return { pixels, fallenAtRestart: step === 0 && !randomStart ? 0 : restart };
      }
      walk.next(delta, pixels, raised(answer, aim, target !== 'none'));
      place();
    }
    const last = yield { needs: 'logits', pixels, label };
    if (isWrong(last)) return { pixels, fallenAtRestart: restart };
    if (restart === restarts) {
      return { pixels: stopOnSuccess && walk.best ? walk.best() : pixels, fallenAtRestart: -1 };
    }
  }
}

function aimOf(
  target: 'least-likely' | 'random',
  clean: Float32Array,
  label: number,
  random: Random,
): number {
  if (target === 'least-likely') return leastLikelyOf(clean, label);
  return (label + 1 + random.integer(clean.length - 1)) % clean.length;
}

/** What the walk raises: the loss of the true class, or less of the target's. */
function raised({ logits, loss, gradient }: Answer, aim: number, targeted: boolean): Found {
  const value = gradient.length > 0 ? loss : marginOf(logits, aim);
  return targeted ? { loss: -value, gradient: gradient.map((slope) => -slope) } : { loss: value, gradient };
}
