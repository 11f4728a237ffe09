import { expect, test } from 'vitest';
import { resolveConfig } from '#passband/training/config/config.ts';
import { emptyHfcWarnings } from '#passband/workflows/training/emptyHfc.ts';

const context = { threads: 1, out: 'run' };

test('only radii that leave no HFC are warned of, the one of training on HFC too', () => {
  const shape = [3, 32, 32] as const;
  const warned = (given: object) =>
    emptyHfcWarnings(resolveConfig({ dataset: 'mnist', ...given }, context), shape);
  expect(warned({ radius: [4, 22] })).toEqual([]);
  // The corner of a 32×32 spectrum is √512 = 22.6 bins away, 16 by the chessboard distance.
  expect(warned({ radius: [4, 23, 40] })).toEqual(['r = 23, 40 leaves no HFC in images of 32 × 32']);
  expect(warned({ radius: [16], distance: 'linf' })).toHaveLength(1);
  expect(warned({ radius: [16], distance: 'linf', preset: 'authors' })).toEqual([]);
  expect(warned({ radius: [4], trainOn: 'hfc', trainRadius: 30 })).toHaveLength(1);
  expect(warned({ radius: [4], trainOn: 'lfc', trainRadius: 30 })).toEqual([]);
});
