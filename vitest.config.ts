import { defineConfig } from 'vitest/config';
import { LongestFirst } from './tests/support/longestFirst.ts';

// Read by glibc as a process starts, elsewhere by nobody. Graphs of networks ask for memory by the gigabyte and give it back; in
// pages of 2 MB, and kept for the next, it costs half the time on a virtual machine, where the first touch of a page is dear.
process.env.GLIBC_TUNABLES ??=
  'glibc.malloc.hugetlb=1:glibc.malloc.trim_threshold=1073741824:glibc.malloc.mmap_threshold=1073741824';

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
