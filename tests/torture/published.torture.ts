import { expect, test } from 'vitest';
import { comparePublishedGradient } from '../autodiff/publishedGradient.ts';
import { auditPublished } from '../workflows/audit/auditPublished.ts';
import { ownFolder } from './support/processes.ts';

test('the published ResNet-50 at 224 pixels answers as plain ONNX Runtime, and is audited', async () => {
  await auditPublished(ownFolder(), 'resnet50');
  expect.hasAssertions();
});

test.each(['bvlc_alexnet', 'vgg19'] as const)(
  'the input gradient of the published %s with random weights equals differences',
  async (name) => {
    await comparePublishedGradient(name, 1e-4);
    expect.hasAssertions();
  },
);
