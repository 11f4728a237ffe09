import { describe, it } from 'vitest';
import { builtPage } from '../support/browser/builtPage.ts';
import { chromium } from '../support/browser/chromium.ts';
import { opensLarge } from '../web/largeImages.ts';

const cases = [
  { name: 'grey-224', channels: 1, size: 224, width: 224 },
  { name: 'colour-224', channels: 3, size: 224, width: 224 },
  { name: 'colour-299', channels: 3, size: 299, width: 299 },
  { name: 'colour-600x400', channels: 3, size: 400, width: 600 },
];

describe.skipIf(!chromium)('a model of 1,000 classes on the page', () => {
  const built = builtPage();

  it('answers, is attacked and is smoothed at each size', () => opensLarge(built, cases));
});
