import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type OptimizerSettings, optimizerOf, optimizers } from '#passband/training/config/optimizers.ts';

interface Golden {
  readonly start: number[];
  readonly gradients: number[][];
  readonly cases: readonly {
    readonly settings: OptimizerSettings;
    readonly learningRate: number;
    readonly weightDecay: number;
    readonly parameters: number[][];
  }[];
}

const golden: Golden = JSON.parse(
  readFileSync(new URL('../../golden/training/optimizers.json', import.meta.url), 'utf8'),
);

/** Parameters after every step, with the range cut at `cuts` as shards would cut it. */
function run(
  { settings, learningRate, weightDecay }: Golden['cases'][number],
  cuts: readonly number[] = [],
): Float32Array[] {
  const optimizer = optimizerOf(settings);
  const parameters = Float32Array.from(golden.start);
  const slots = optimizer.slots.map(() => new Float32Array(parameters.length));
  return golden.gradients.map((row, index) => {
    const gradients = Float32Array.from(row);
    const bounds = [0, ...cuts, parameters.length];
    for (let shard = 0; shard + 1 < bounds.length; shard++) {
      const part = (array: Float32Array) => array.subarray(bounds[shard], bounds[shard + 1]);
      const range = { parameters: part(parameters), gradients: part(gradients), slots: slots.map(part) };
      optimizer.update(range, { learningRate, weightDecay, step: index + 1 });
    }
    return parameters.slice();
  });
}

describe('optimizers', () => {
  test.each(golden.cases)(
    '$settings with weight decay $weightDecay takes the ten steps of PyTorch',
    (case_) => {
      const steps = run(case_);
      expect(steps).toHaveLength(10);
      steps.forEach((parameters, step) => {
        case_.parameters[step].forEach((expected, index) => {
          // A weight is rounded to float32 once a step: ten half-ulps of a value below 4, and the state's own rounding.
          expect(Math.abs(parameters[index] - expected)).toBeLessThan(2e-6 * Math.max(1, Math.abs(expected)));
        });
      });
    },
  );

  test('every optimizer has a golden case', () => {
    const covered = new Set(golden.cases.map(({ settings }) => settings.name));
    expect([...covered].sort()).toEqual(Object.keys(optimizers).sort());
  });

  test.each(golden.cases)('$settings gives the same bits when the range is cut into shards', (case_) => {
    expect(run(case_, [1, 7])).toEqual(run(case_));
  });

  test('momentum 0 keeps no buffer', () => {
    expect(optimizerOf({ name: 'sgd' }).slots).toEqual([]);
    expect(optimizerOf({ name: 'sgd', momentum: 0.9 }).slots).toEqual(['momentum']);
  });

  test('settings outside their range are named with their value', () => {
    expect(() => optimizerOf({ name: 'sgd', momentum: 1 })).toThrow('sgd: momentum must be in [0, 1), got 1');
    expect(() => optimizerOf({ name: 'adam', epsilon: 0 })).toThrow(
      'adam: epsilon must be a number > 0, got 0',
    );
    expect(() => optimizerOf({ name: 'lion' } as never)).toThrow('got lion');
    expect(() => optimizerOf({ name: 'toString' } as never)).toThrow('got toString');
  });
});
