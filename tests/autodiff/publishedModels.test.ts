import { test } from 'vitest';
import { comparePublishedGradient } from './publishedGradient.ts';

// `npm run torture` has the larger ones. Float32 leaves less of ResNet's small slope.
test.each([
  { name: 'squeezenet', step: 1e-4 },
  { name: 'resnet50', step: 3e-4 },
] as const)(
  'the input gradient of the published $name with random weights equals differences',
  async ({ name, step }) => {
    await comparePublishedGradient(name, step);
  },
);
