import { describe, expect, it } from 'vitest';
import { partNames } from '#passband/studies/parts/partNames.ts';
import { usualPartSettings } from '#passband/studies/parts/partSettings.ts';
import { runCost } from '#passband/studies/plan/runCost.ts';
import { type GivenConfig, resolveConfig } from '#passband/training/config/config.ts';

const data = { trainCount: 1000, testCount: 100 };
const pace = () => ({ step: 0.003, pass: 0.0005, gradient: 0.002 });

function cost(given: GivenConfig = {}, left: Partial<Parameters<typeof runCost>[2]> = {}) {
  const whole = {
    dataset: 'some',
    network: 'lenet',
    epochs: 10,
    holdOut: 0,
    radius: [4],
    evaluationSample: 100,
  };
  const config = resolveConfig({ ...whole, ...given } as never, { threads: 1, out: '.' });
  return runCost(config, data, { epoch: 0, parts: [], ...left }, pace, usualPartSettings);
}
const overhead = 4;

describe('runCost', () => {
  it('is that of the steps, and of a pass for each image and component that is measured', () => {
    const { images, seconds } = cost();
    expect(images).toBe(1000);
    // 100 of training and 100 of test, x, LFC and HFC, after each epoch.
    expect(seconds).toBeCloseTo(overhead + 10_000 * 0.003 + 10 * 200 * 3 * 0.0005, 9);
  });

  it('doubles with the epochs, and what is done is not done again', () => {
    const [once, twice] = [cost(), cost({ epochs: 20 })];
    expect(twice.seconds - overhead).toBeCloseTo(2 * (once.seconds - overhead), 9);
    expect(cost({ epochs: 20 }, { epoch: 10 }).seconds).toBeCloseTo(once.seconds, 9);
    expect(cost({}, { epoch: 10 }).seconds).toBe(0);
  });

  it('parts add up', () => {
    const of = (parts: (typeof partNames)[number][]) => cost({}, { epoch: 10, parts }).seconds - overhead;
    const all = of([...partNames]);
    expect(all).toBeCloseTo(
      partNames.map((name) => of([name])).reduce((sum, each) => sum + each, 0),
      9,
    );
    expect(cost({}, { parts: [...partNames] }).seconds).toBeCloseTo(cost().seconds + all, 9);
  });

  it('measuring less often costs less, attacks cost more, a limit learns from fewer', () => {
    expect(cost({ measureEvery: 5 }).seconds).toBeCloseTo(overhead + 30 + 3 * 0.3, 9);
    const attacked = { adversarialEpsilon: '8/255', adversarialSteps: 7, adversarialSample: 1 };
    // And the robust accuracy of one image of training and one of test, after each epoch.
    const robust = 10 * (2 * 7 * 2) * 0.0005;
    expect(cost(attacked).seconds).toBeCloseTo(cost().seconds + 10_000 * 7 * 0.002 + robust, 9);
    expect(cost({ limit: 500 }).images).toBe(500);
    // What is held in reserve is not learned from, and is measured once.
    expect(cost({ reserve: 400 }).images).toBe(600);
  });
});
