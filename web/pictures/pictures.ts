import { wrap } from 'comlink';
import type { PicturesHost } from './picturesHost.ts';

/** The worker that splits the page's image. */
export const pictures = wrap<PicturesHost>(
  new Worker(new URL('picturesWorker.ts', import.meta.url), { type: 'module' }),
);
