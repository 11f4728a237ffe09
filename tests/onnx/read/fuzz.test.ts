import { test } from 'vitest';
import { expectOneLineEach } from './damagedModels.ts';

test('300 damaged models are read or refused in one line, quickly and in little memory', () => {
  expectOneLineEach(300);
});
