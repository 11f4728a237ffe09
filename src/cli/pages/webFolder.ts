import { fileURLToPath } from 'node:url';

/** Where the build puts the page. */
export const webFolder = fileURLToPath(new URL('../../web/', import.meta.url));
