import { extname } from 'node:path';
import { hashSource } from '../../report/page/hashSource.ts';
import { pageScript } from '../../report/page/pageScript.ts';
import type { FilePolicy } from './answer.ts';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.jsonl': 'application/jsonl; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.wasm': 'application/wasm',
  '.onnx': 'application/octet-stream',
};

/** Files in which nothing can run, so that a browser shows them; of a result all others are saved, unless they are in a frame. */
const shown: ReadonlySet<string> = new Set(['.png', '.json']);

/** Sent with everything. Alone in its process and with nothing from elsewhere, the page may use WebAssembly's threads. */
export const commonHeaders = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
} as const;

/** Of pages that the server makes; each has a narrower one in its own head. */
export function madePolicy(): string {
  const script = `script-src 'self' '${hashSource(pageScript())}'`;
  return `default-src 'none'; img-src data:; style-src 'unsafe-inline'; ${script}; connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'`;
}

const pagePolicy =
  "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self' blob:; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; connect-src 'self' data: blob:; base-uri 'none'; form-action 'none'; object-src 'none'; frame-ancestors 'none'";

// A report may come from anyone, so it gets an origin of its own: what runs in it can read no other result. Only in a frame is it
// also kept from leading the browser elsewhere, by the policy of the page around it.
const resultPolicy = (ancestors: 'none' | 'self') =>
  `sandbox allow-scripts allow-downloads; default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors '${ancestors}'`;

/** Headers of a file by its ending and by who made it. */
export function fileHeaders(name: string, policy: FilePolicy): Record<string, string> {
  const ending = extname(name).toLowerCase();
  const type = { 'Content-Type': types[ending] ?? 'application/octet-stream', 'Cache-Control': 'no-cache' };
  if (policy === 'page') return { ...type, 'Content-Security-Policy': pagePolicy };
  return {
    ...type,
    'Content-Security-Policy': resultPolicy(policy === 'framed' ? 'self' : 'none'),
    // Browsers refuse a page that is both in a sandbox and kept apart from its opener.
    'Cross-Origin-Opener-Policy': 'unsafe-none',
    ...(policy === 'result' && !shown.has(ending) && { 'Content-Disposition': 'attachment' }),
  };
}
