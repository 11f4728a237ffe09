import { defineConfig } from 'vitest/config';
import suite from '../../vitest.config.ts';

/** `npm run torture`: what takes minutes, one file after another, so that what is killed at random is killed on a machine of its own. */
export default defineConfig({
  test: {
    ...suite.test,
    root: new URL('../..', import.meta.url).pathname,
    include: ['tests/torture/*.torture.ts'],
    maxWorkers: 1,
    sequence: {},
    testTimeout: 3_600_000,
    hookTimeout: 3_600_000,
  },
});
