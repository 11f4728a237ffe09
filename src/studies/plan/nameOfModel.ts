import { basename, dirname, extname, resolve } from 'node:path';
import type { PlannedSetting } from './plannedStudy.ts';

/** A file's name without its ending, or of a folder's `model.onnx` the folder's; with a number where that is taken. */
export function nameOfModel(path: string, settings: readonly PlannedSetting[]): string {
  const stem = basename(path, extname(path));
  const plain = stem === 'model' ? basename(dirname(resolve(path))) : stem;
  let name = plain;
  for (let count = 2; settings.some((setting) => setting.name === name); count++) name = `${plain} ${count}`;
  return name;
}
