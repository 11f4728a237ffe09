import { describe, expect, it } from 'vitest';
import { parseEpsilon } from '#passband/attacks/parseEpsilon.ts';

describe('parseEpsilon', () => {
  it.each([
    ['8/255', 8 / 255],
    ['0.0314', 0.0314],
    ['.03', 0.03],
    ['0', 0],
    ['1', 1],
    ['1e-3', 0.001],
    ['0.5/255', 0.5 / 255],
  ])('%s is a size, kept as it was written', (text, value) => {
    expect(parseEpsilon(text)).toEqual({ value, text });
  });

  it('spaces do not count', () => {
    expect(parseEpsilon(' 8 / 255 ')).toEqual({ value: 8 / 255, text: '8/255' });
  });

  it.each(['', '-1', '8/', '/255', '8/0', '1e999', 'eight', '8/255/2', '0x10', 'NaN', 'Infinity'])(
    "'%s' is none",
    (text) => {
      expect(() => parseEpsilon(text)).toThrow(
        `parseEpsilon: must be a size such as 8/255 or 0.0314, got '${text}'`,
      );
    },
  );
});
