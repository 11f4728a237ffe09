import { describe } from 'vitest';
import { chromium } from '../support/browser/chromium.ts';
import { agreement, models } from './agreement.ts';

describe.skipIf(!chromium)('the page on WebAssembly', () => {
  agreement({ gpu: false, provider: 'wasm' }, models);
});

// A driver in software takes half a minute for the page's own model: all are compared in `npm run torture`.
describe.skipIf(!chromium)('the page on WebGPU', () => {
  agreement({ gpu: true, provider: 'webgpu' }, models.slice(-2));
});
