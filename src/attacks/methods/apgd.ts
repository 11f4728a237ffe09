import { clamp } from '../perturbation/clamp.ts';
import type { Method } from './method.ts';
import type { Place, Walk } from './walk.ts';

/** Croce and Hein, 2020. */
export const apgd: Method = {
  title: 'APGD',
  isBaseline: false,
  needs: 'gradient',
  norms: ['linf', 'l2'],
  fixedSteps: null,
  defaults: ({ epsilon }) => ({ steps: 100, stepSize: 2 * epsilon, momentum: 0.75, randomStart: true }),
  walk: apgdWalk,
};

interface Visited {
  readonly loss: number;
  readonly pixels: Float32Array;
  readonly gradient: Float32Array;
}

/** Share of a stretch's steps that must raise the loss (ρ). */
const enoughRises = 0.75;

/**
 * Auto-PGD (Croce and Hein, 2020, Algorithm 1). A step goes a share α of the way to where the gradient leads and takes
 * along 1 − α of the step before. At a checkpoint the step length is halved and the walk goes back to its best place
 * if fewer than three quarters of the steps since the last checkpoint raised the loss, or if neither the length nor
 * the largest loss has changed since then. The paper looks at the best place again; its gradient is kept here instead.
 */
function apgdWalk({ norm, image, settings, random, bounds: [low, high] }: Place): Walk {
  const { epsilon, steps, momentum: alpha } = settings;
  const marks = checkpoints(steps);
  const reached = new Float64Array(image.length);
  let best: Visited = { loss: -Infinity, pixels: image, gradient: new Float32Array(0) };
  let before: Float32Array | undefined;
  let length = settings.stepSize;
  let [step, mark, rises] = [0, 1, 0];
  let [lastLoss, bestAtMark, halvedAtMark] = [Infinity, Infinity, false];

  return {
    start(delta) {
      if (settings.randomStart) norm.randomStart(delta, epsilon, random);
    },
    next(delta, pixels, { loss, gradient }) {
      let here: Visited = { loss, pixels: pixels.slice(), gradient };
      if (loss > lastLoss) rises++;
      if (loss > best.loss) best = { ...here, gradient: gradient.slice() };
      if (step === 0) bestAtMark = loss;
      if (step === marks[mark]) {
        const few = rises < enoughRises * (marks[mark] - marks[mark - 1]);
        const stuck = !halvedAtMark && best.loss <= bestAtMark;
        halvedAtMark = few || stuck;
        if (halvedAtMark) {
          length /= 2;
          before = here.pixels;
          here = best;
        }
        bestAtMark = best.loss;
        rises = 0;
        mark++;
      }
      lastLoss = here.loss;
      for (let at = 0; at < delta.length; at++) delta[at] = here.pixels[at] - image[at];
      reached.set(delta);
      norm.step(reached, here.gradient, length);
      norm.project(reached, epsilon);
      // There is no step before the first.
      const share = before ? alpha : 1;
      const previous = before ?? here.pixels;
      for (let at = 0; at < delta.length; at++) {
        const target = clamp(image[at] + reached[at], low, high) - image[at];
        delta[at] += share * (target - delta[at]) + (1 - share) * (here.pixels[at] - previous[at]);
      }
      before = here.pixels;
      step++;
    },
    best: () => best.pixels,
  };
}

/** The steps at which the step length is considered: ⌈p · steps⌉ for p = 0, 0.22, 0.41, 0.57, 0.70, …, by ever shorter stretches. */
function checkpoints(steps: number): number[] {
  // In hundredths, so that a product that is whole is not rounded up.
  const hundredths = [0, 22];
  for (let last = 1; hundredths[last] < 100; last++) {
    hundredths.push(hundredths[last] + Math.max(hundredths[last] - hundredths[last - 1] - 3, 6));
  }
  return [...new Set(hundredths.map((share) => Math.ceil((share * steps) / 100)))];
}
