import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

// One classic script without a module's wrapping, which src/report/page/page.ts writes into every page.
export default defineConfig({
  root: path('.'),
  publicDir: false,
  logLevel: 'warn',
  build: {
    target: 'es2022',
    outDir: path('../../dist/web'),
    emptyOutDir: false,
    lib: { entry: path('main.ts'), formats: ['iife'], name: 'passbandReport', fileName: () => 'report.js' },
  },
});
