import { fileURLToPath } from 'node:url';
import { defaultClientConditions, defineConfig } from 'vite';
import { notices } from './notices/notices.ts';

// ONNX Runtime's module without the WebAssembly inside it: the file is fetched when a model is opened.
const conditions = ['onnxruntime-web-use-extern-wasm', ...defaultClientConditions];

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

const { page, worker } = notices();

/** The page, to dist/web/. All addresses are relative, so that it can be hosted in any folder. */
export default defineConfig({
  root: path('.'),
  base: './',
  build: {
    outDir: path('../dist/web'),
    emptyOutDir: true,
    target: 'es2022',
    // A picture inside a style sheet or script would need a policy for `data:`.
    assetsInlineLimit: 0,
    // The page's policy has no place for the inline script of the fallback.
    modulePreload: { polyfill: false },
    rollupOptions: {
      // `passband serve` names the script of pages that it keeps up to date.
      input: { index: path('index.html'), live: path('live/main.ts') },
      output: {
        entryFileNames: ({ name }) => (name === 'live' ? 'live.js' : 'assets/[name]-[hash].js'),
      },
    },
  },
  plugins: [page],
  worker: { format: 'es', plugins: () => [worker] },
  resolve: { conditions },
});
