import { defineConfig } from 'vitest/config';
import { LongestFirst } from './tests/support/longestFirst.ts';

// Tests import `#passband/…`, the compiled code in dist/: they run what ships, worker threads included.
export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    // A limit costs nothing where a test passes, and beside other work everything takes longer.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    expect: { poll: { timeout: 300_000 } },
    // Most tests make sessions of their own (src/runtime/telemetry.ts).
    env: { ORT_DISABLE_TELEMETRY: '1' },
    pool: 'forks',
    maxWorkers: 2,
    // Two processes run all files one after another: packages, dist/ and the browser are loaded twice, not once a file.
    isolate: false,
    server: { deps: { external: [/\/dist\//] } },
    sequence: { sequencer: LongestFirst },
  },
});
