import { describe } from 'vitest';
import { chromium } from '../support/browser/chromium.ts';
import { agreement, models } from '../web/agreement.ts';

describe.skipIf(!chromium)('the page on WebGPU', () => {
  agreement({ gpu: true, provider: 'webgpu' }, models);
});
