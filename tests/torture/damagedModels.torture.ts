import { test } from 'vitest';
import { expectOneLineEach } from '../onnx/read/damagedModels.ts';
import { tally } from './support/tally.ts';

const COUNT = 10_000;

test('damaged models are read or refused in one line, quickly and in little memory', () => {
  tally('models read after damage', { count: COUNT, ...expectOneLineEach(COUNT) });
});
