import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

const project = resolve(import.meta.dirname, '../..');
const root = process.env.PASSBAND_SHARED ?? resolve(project, '../shared');

/**
 * A file or folder of the shared test data: `PASSBAND_SHARED`, else the folder `shared` beside the project.
 *
 * @returns undefined, after a notice, when it is not there; the test then skips itself
 */
export function sharedPath(name: string): string | undefined {
  const path = resolve(root, name);
  if (existsSync(path)) return path;
  console.warn(`skipped: no '${name}' in the shared data (set PASSBAND_SHARED)`);
  return undefined;
}
