import { readFileSync } from 'node:fs';

/** The version of the installed package, as its package.json states it. */
export function passbandVersion(): string {
  const manifest = readFileSync(new URL('../../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}
