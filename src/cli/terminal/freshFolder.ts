import { existsSync } from 'node:fs';

/** `base`, or the first of `base-2`, `base-3`, … that is not there yet. */
export function freshFolder(base: string): string {
  let folder = base;
  for (let count = 2; existsSync(folder); count++) folder = `${base}-${count}`;
  return folder;
}
