import { describe, expect, it } from 'vitest';
import { NotFiniteError } from '#passband/runtime/notFiniteError.ts';
import { oneLine } from '#passband/wording/oneLine.ts';
import { UserError } from '#passband/wording/userError.ts';

describe('an error as one line', () => {
  it.each<[unknown, string]>([
    [new Error('readModel: fooBar: the file is empty'), 'fooBar: the file is empty'],
    [new NotFiniteError('logits', 0, Number.NaN), 'the logits of image 0 must be finite, got NaN'],
    [new RangeError('dlr: needs at least 3 classes, got 2'), 'needs at least 3 classes, got 2'],
    [new UserError('fooBar: is a folder'), 'fooBar: is a folder'],
    [new Error('two\n  lines'), 'two lines'],
    ['error: unknown option', 'unknown option'],
  ])('%s begins with no function of the code', (error, line) => {
    expect(oneLine(error)).toBe(line);
  });

  it('names the file of what the system refuses, and says what can be done', () => {
    const refused = (code: string, more: object) =>
      Object.assign(new Error(`${code}: whatever, write`), { code, syscall: 'write', errno: -1, ...more });
    const temporary = '/runs/a/run.json.0123456789abcdef.tmp';
    expect(oneLine(refused('ENOSPC', { path: temporary }))).toBe(
      '/runs/a/run.json: no space is left on the disk (ENOSPC); free some',
    );
    expect(oneLine(refused('EROFS', { path: temporary, dest: '/runs/b' }))).toBe(
      '/runs/b: the disk can only be read (EROFS); name a folder on another one',
    );
    for (const code of ['EDQUOT', 'EACCES', 'EMFILE', 'EIO']) {
      expect(oneLine(refused(code, { path: '/a' }))).toMatch(new RegExp(`^/a: [^:]+ \\(${code}\\)(; .+)?$`));
    }
    expect(oneLine(refused('EUNHEARDOF', { path: '/a' }))).toBe('EUNHEARDOF: whatever, write');
  });

  it('is never longer than a person reads', () => {
    const line = oneLine(new UserError(`names '${'x'.repeat(469_000)}' twice; name it once`));
    expect(line.length).toBeLessThanOrEqual(1000);
    expect(line).toMatch(/^names 'x+…x+' twice; name it once$/);
  });
});
