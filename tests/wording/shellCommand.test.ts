import { expect, it } from 'vitest';
import { shellCommand } from '#passband/wording/shellCommand.ts';

it('a command is told as a shell takes it, without what only changes what it prints', () => {
  const flags = { rho: '0.5', dataDir: 'my data', mean: undefined, json: true, quiet: true, out: 'o' };
  expect(shellCommand(['passband', 'smooth', 'my model.onnx'], flags)).toBe(
    "passband smooth 'my model.onnx' --rho 0.5 --data-dir 'my data' --out o",
  );
  expect(shellCommand(['passband', 'attack', 'm.onnx'], { randomStart: false })).toBe(
    'passband attack m.onnx --no-random-start',
  );
});
