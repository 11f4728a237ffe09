import { describe, it } from 'vitest';
import { builtPage } from '../support/browser/builtPage.ts';
import { chromium } from '../support/browser/chromium.ts';
import { opensLarge } from './largeImages.ts';

// As in tests/cli/models/largeImages.test.ts; more sizes are in `npm run torture`.
const cases = [
  { name: 'grey-224', channels: 1, size: 224, width: 224 },
  { name: 'colour-299x225', channels: 3, size: 225, width: 299 },
];

describe.skipIf(!chromium)('a model of 1,000 classes on the page', () => {
  const built = builtPage();

  it('answers, is attacked and is smoothed at each size', () => opensLarge(built, cases));
});
