import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, it } from 'vitest';
import { auditPublished } from './auditPublished.ts';

const root = mkdtempSync(join(tmpdir(), 'passband-published-'));
afterAll(() => rmSync(root, { recursive: true }));

// `npm run torture` audits ResNet-50 so, `npm run bench:published` all of them.
it.each(['squeezenet', 'bvlc_alexnet'] as const)(
  'the published %s at 224 pixels answers as plain ONNX Runtime, and is audited',
  (name) => auditPublished(root, name),
);
