import { describe } from 'vitest';
import { chromium } from '../support/browser/chromium.ts';
import { agreement, models, small } from './agreement.ts';

describe.skipIf(!chromium)('the page on WebAssembly', () => {
  agreement({ gpu: false, provider: 'wasm' }, models);
});

// A driver in software takes half a minute of computing for each of the others: `npm run torture` compares them, too.
describe.skipIf(!chromium)('the page on WebGPU', () => {
  agreement({ gpu: true, provider: 'webgpu' }, [small]);
});
