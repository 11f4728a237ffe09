import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const path = fileURLToPath(new URL('../../../docs/results/torture.json', import.meta.url));

/** Keeps a figure of `npm run torture` beside the others, for docs/reliability.md. */
export function tally(name: string, figures: Readonly<Record<string, number | string>>): void {
  const known = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {};
  const changed = { ...known, [name]: { ...figures, at: new Date().toISOString().slice(0, 16) } };
  writeFileSync(path, `${JSON.stringify(changed, null, 2)}\n`);
  process.stdout.write(`${name}: ${JSON.stringify(figures)}\n`);
}
