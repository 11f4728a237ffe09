import { test } from 'vitest';
import { expectToldApart } from './toldApart.ts';

// A grating that is seen after a third of the images; `npm run torture` has a fainter one, and more seeds.
test('reliance on HFC rises with the reliability of the grating, from chance at zero', () =>
  expectToldApart(1, { images: 600, epochs: 5, amplitude: 0.06 }));
