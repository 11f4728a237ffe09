import { defineConfig } from 'vitest/config';

// Tests import `#passband/…`, the compiled code in dist/: they run what ships, worker threads included.
export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    testTimeout: 300_000,
    hookTimeout: 300_000,
    // Most tests make sessions of their own (src/runtime/telemetry.ts).
    env: { ORT_DISABLE_TELEMETRY: '1' },
    pool: 'forks',
    maxWorkers: 2,
  },
});
