import { expect, it } from 'vitest';
import { shellCommand } from '#passband/report/shellCommand.ts';

it('a command is quoted where a shell would read it otherwise, and flags get their dashes', () => {
  expect(shellCommand(['passband', 'audit', "it's here/a b.onnx"], { dataDir: '/d', limit: undefined })).toBe(
    "passband audit 'it'\\''s here/a b.onnx' --data-dir /d",
  );
  expect(shellCommand(['passband', 'attack', 'm.onnx'], { randomStart: false })).toBe(
    'passband attack m.onnx --no-random-start',
  );
});
