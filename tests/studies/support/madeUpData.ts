import type { Dataset } from '#passband/data/dataset/dataset.ts';
import type { PlanOptions } from '#passband/studies/plan/planOne.ts';

export interface MadeUpData {
  readonly shape?: readonly [channels: number, height: number, width: number];
  readonly hashes?: Readonly<Record<string, string>>;
  readonly classes?: number;
  readonly trainCount?: number;
  readonly testCount?: number;
}

/** Data whose images nobody asks for. */
export function madeUpData({
  shape = [3, 32, 32],
  hashes = { data: '00' },
  classes = 10,
  trainCount = 6000,
  testCount = 1000,
}: MadeUpData = {}): Dataset {
  const split = (count: number) => ({
    images: {
      ...{ shape, count, isEightBit: true },
      read: async () => {
        throw new Error('made-up images cannot be read');
      },
    },
    labels: new Int32Array(count),
    count,
  });
  const names = Array.from({ length: classes }, (_, label) => `class ${label}`);
  return {
    name: 'made up',
    classes: names,
    shape,
    train: split(trainCount),
    test: split(testCount),
    notices: [],
    hashes,
  };
}

/** Plans on made-up data. */
export function planOptions(data: MadeUpData = {}, others: Partial<PlanOptions> = {}): PlanOptions {
  return {
    ...{
      store: { folder: '/store' },
      dataDir: null,
      scale: 'laptop',
      preset: 'paper',
      given: {},
      seeds: undefined,
    },
    data: async () => madeUpData(data),
    command: (study) => `passband study ${study}`,
    ...others,
  };
}
