import { readFileSync } from 'node:fs';

let script: string | undefined;

/**
 * What a page runs: values under the pointer and pictures enlarged (`web/report/`, as the build bundled it). Every page
 * says the same without it.
 */
export function pageScript(): string {
  script ??= readFileSync(new URL('../../web/report.js', import.meta.url), 'utf8').trim();
  return script;
}
