import type { Method } from './method.ts';
import { squares } from './squares.ts';
import type { Place, Walk } from './walk.ts';

/** Andriushchenko et al., 2020, with the first square of AutoAttack. */
export const square: Method = {
  title: 'Square',
  isBaseline: false,
  needs: 'logits',
  norms: ['linf', 'l2'],
  fixedSteps: null,
  defaults: () => ({ loss: 'margin', stepSize: 0, randomStart: true, steps: 1000, squareShare: 0.8 }),
  walk: squareWalk,
};

/**
 * Square attack (Andriushchenko et al., 2020): a random search without gradients. It changes the perturbation within
 * a square and keeps the change where it raises the margin; squares shrink as the search goes on.
 */
function squareWalk({ norm, image, shape, settings, random }: Place): Walk {
  const { epsilon, steps, squareShare } = settings;
  const { start, change } = squares[norm.name];
  let best = { loss: -Infinity, pixels: image };
  let step = 0;
  return {
    start: (delta) => start(delta, { shape, epsilon, random }),
    next(delta, pixels, { loss }) {
      if (loss > best.loss) best = { loss, pixels: pixels.slice() };
      for (let at = 0; at < delta.length; at++) delta[at] = best.pixels[at] - image[at];
      change(delta, squareShare / 2 ** halvings(step, steps), { shape, epsilon, random });
      step++;
    },
    best: () => best.pixels,
  };
}

/** How often p has been halved before a step: the paper's schedule for 10,000 steps, scaled to their number. */
export function halvings(step: number, steps: number): number {
  const of10000 = Math.floor((step * 10_000) / steps);
  return [10, 50, 200, 1000, 2000, 4000, 6000, 8000].filter((mark) => of10000 > mark).length;
}
