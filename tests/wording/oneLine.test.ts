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
});
