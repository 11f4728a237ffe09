import { expect, it } from 'vitest';
import { typedCommand } from '#passband/cli/typedCommand.ts';

it('tells the command that does it again', () => {
  const flags = { rho: '0.5', dataDir: 'my data', mean: undefined, json: true, quiet: true, out: 'o' };
  expect(typedCommand('smooth', 'my model.onnx', flags)).toBe(
    "passband smooth 'my model.onnx' --rho 0.5 --data-dir 'my data' --out o",
  );
  expect(typedCommand('attack', 'm.onnx', { randomStart: false })).toBe(
    'passband attack m.onnx --no-random-start',
  );
});
