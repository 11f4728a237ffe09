import { describe } from 'vitest';
import { builtPage } from '../support/browser/builtPage.ts';
import { chromium } from '../support/browser/chromium.ts';
import { opensInPlace } from '../web/layout.ts';

const views = [
  '',
  '#tool=attack',
  '#tool=smooth&rho=0.3&image=bird',
  '#method=svd',
  '#model=none',
  '#page=playground',
];

describe.skipIf(!chromium)('the layout of the page', () => {
  opensInPlace(
    builtPage(),
    [360, 768, 1400].flatMap((width) => views.map((view) => ({ view, width }))),
  );
});
