import { stat } from 'node:fs/promises';

/** Size in bytes; 0 where there is no such file. */
export async function fileSize(path: string): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    () => 0,
  );
}
