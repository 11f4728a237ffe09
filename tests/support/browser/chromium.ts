import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

// Without a browser's own windows a page costs a third less.
const names = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome'];

/** Chromium's path, from the environment variable CHROMIUM or the folders of PATH; null where there is none. */
export const chromium: string | null =
  process.env.CHROMIUM ||
  (names
    .flatMap((name) => (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, name)))
    .find(isProgram) ??
    null);

if (chromium === null) process.stderr.write('No Chromium in PATH: the tests of pages are skipped\n');

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
