import { describe, expect, it } from 'vitest';
import { printable, printableJson, withoutControls } from '#passband/wording/printable.ts';
import { shortened } from '#passband/wording/shortened.ts';

describe('printable', () => {
  it.each([
    ['a\u001b[31mb', 'a [31mb'],
    ['a\r\nb\u2028c\u2029d', 'a b c d'],
    ['\u202eevil\u202c', 'evil'],
    ['bell\u0007\u009b2J', 'bell 2J'],
    ['tag\u{e0041}s, half \ud800', 'tag s, half'],
    ['naïve Überfunktion 数字 😀', 'naïve Überfunktion 数字 😀'],
  ])('%j', (text, shown) => {
    expect(printable(text)).toBe(shown);
  });

  it('leaves the white space at the ends where a table needs it', () => {
    expect(withoutControls('  97.0%\u0007 ')).toBe('  97.0%  ');
  });
});

describe('printable JSON', () => {
  it('is equal to what it was made of, with no character that acts on a terminal', () => {
    const value = {
      '\u202ekey\u009b': ['\u001b[2J\n', '\u{e0041}', '\u2028', '\ud800', 'ü 😀'],
      n: [0.1, null],
    };
    const text = printableJson(value);
    expect(text).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
    expect(text).toContain('ü 😀');
    expect(JSON.parse(text)).toEqual(value);
  });
});

describe('shortened', () => {
  it('leaves beginning and end of what is too long', () => {
    const text = `model: ${'x'.repeat(1e6)}; name another`;
    expect(shortened(text, 60)).toMatch(/^model: x+…x*; name another$/);
    expect(shortened(text, 60)).toHaveLength(60);
    expect(shortened('x'.repeat(60), 60)).toBe('x'.repeat(60));
  });
});
