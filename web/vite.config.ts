import { fileURLToPath } from 'node:url';
import { defaultClientConditions, defineConfig } from 'vite';

// ONNX Runtime's module without the WebAssembly inside it: the file is fetched when a model is opened.
const conditions = ['onnxruntime-web-use-extern-wasm', ...defaultClientConditions];

/** The page, to dist/web/. All addresses are relative, so that it can be hosted in any folder. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: './',
  build: {
    outDir: fileURLToPath(new URL('../dist/web', import.meta.url)),
    emptyOutDir: true,
    target: 'es2022',
    // A picture inside a style sheet or script would need a policy for `data:`.
    assetsInlineLimit: 0,
    // The page's policy has no place for the inline script of the fallback.
    modulePreload: { polyfill: false },
  },
  worker: { format: 'es' },
  resolve: { conditions },
});
