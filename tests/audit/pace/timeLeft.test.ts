import { describe, expect, it } from 'vitest';
import type { Speed } from '#passband/audit/pace/measureSpeed.ts';
import { OF_PAGE, timeKeeper } from '#passband/audit/pace/timeLeft.ts';
import { type Work, type WorkKind, workKinds } from '#passband/audit/plan/work.ts';

const speed: Speed = {
  seconds: Object.fromEntries(workKinds.map((kind) => [kind, 0.01])) as Speed['seconds'],
  standing: () => 0.5,
};
const step = (part: string, work: Work) => ({ part, work: () => work });
const steps = [
  step('components', { components: 1000 }),
  step('first layer', {}),
  step('certificate', { certificate: 500 }),
  ...Array.from({ length: 5 }, () => step('attacks', { gradients: 400, calls: 30 })),
];
const estimates = [10, 0, 5, 4.3, 4.3, 4.3, 4.3, 4.3];

describe('the time left of an audit', () => {
  it.each([
    ['as fast as measured', [1, 1, 1]],
    ['attacks take three times as long', [1, 1, 3]],
    ['all takes half as long', [0.5, 0.5, 0.5]],
  ])(
    '%s: known in the end, and never far off once a step of each kind is done',
    (_, [components, certificate, attacks]) => {
      const real = estimates.map(
        (seconds, index) => seconds * (index === 0 ? components : index < 3 ? certificate : attacks),
      );
      const total = real.reduce((sum, seconds) => sum + seconds, 0);
      let clock = 0;
      const keeper = timeKeeper(steps, { speed, now: () => 1000 * clock });
      for (const [index, seconds] of real.entries()) {
        const begin = clock;
        for (let tenth = 0; tenth < 10; tenth++) {
          clock = begin + (seconds * tenth) / 10;
          const { done, left } = keeper.at({ share: tenth / 10 }, {});
          expect(done).toBeCloseTo(clock);
          const truth = total - clock + OF_PAGE;
          // One attack has been seen by then.
          if (index > 3) expect(Math.abs(left - truth)).toBeLessThan(truth / 3);
        }
        clock = begin + seconds;
        keeper.next({});
      }
      expect(keeper.at({ share: 0 }, {})).toEqual({ done: clock, left: OF_PAGE });
    },
  );

  it('is what was measured at the start', () => {
    const keeper = timeKeeper(steps, { speed, now: () => 0 });
    expect(keeper.at({ share: 0 }, {}).left - OF_PAGE).toBeCloseTo(
      estimates.reduce((sum, seconds) => sum + seconds, 0),
    );
  });

  it('counts the kinds of work of a step one after the other', () => {
    let clock = 0;
    const keeper = timeKeeper([step('components', { components: 1000, svd: 500 })], {
      speed,
      now: () => 1000 * clock,
    });
    const left = (share: number, kind: WorkKind) => keeper.at({ share, kind }, {}).left - OF_PAGE;
    expect(left(0, 'components')).toBeCloseTo(15);
    clock = 5;
    expect(left(0.5, 'components')).toBeCloseTo(10);
    clock = 10;
    expect([left(1, 'components'), left(0, 'svd')]).toEqual([expect.closeTo(5), expect.closeTo(5)]);
    clock = 12.5;
    expect(left(0.5, 'svd')).toBeCloseTo(2.5);
  });

  it('learns from the step at hand how fast everything is', () => {
    let clock = 0;
    const keeper = timeKeeper(steps, { speed, now: () => 1000 * clock });
    // Half as long as measured: nine tenths of the first ten seconds' work.
    clock = 4.5;
    const truth = estimates.reduce((total, seconds) => total + seconds, 0) / 2 - clock;
    expect((keeper.at({ share: 0.9 }, {}).left - OF_PAGE) / truth).toBeLessThan(1.33);
  });

  it('takes what a part’s steps cost beside their work for that part’s', () => {
    let clock = 0;
    const short = Array.from({ length: 10 }, () => step('attacks', { gradients: 30 }));
    const keeper = timeKeeper(
      [step('components', { components: 3000 }), ...short, step('smoothing', { gradients: 1000 })],
      {
        speed,
        now: () => 1000 * clock,
      },
    );
    clock = 30;
    keeper.next({});
    for (let attack = 0; attack < 9; attack++) {
      clock += 0.9;
      keeper.next({});
    }
    const { left } = keeper.at({ share: 0 }, {});
    expect(left).toBeGreaterThan(10);
    expect(left).toBeLessThan(13.3);
  });
});
