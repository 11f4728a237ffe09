import { withoutFunctionName } from '../../wording/withoutFunctionName.ts';

/** Why a result cannot be read, in one line that does not say where its folder is. */
export function reasonOf(error: unknown, folder: string): string {
  return withoutFunctionName((error as Error).message)
    .replaceAll(folder, '')
    .replace(/^\W*/, '');
}
