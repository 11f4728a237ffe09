import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

// Benchmarks have a compiled copy of this file, deeper in the project.
let project = import.meta.dirname;
while (!existsSync(join(project, 'package.json'))) project = dirname(project);
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
