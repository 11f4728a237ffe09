import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../wording/userError.ts';
import type { ModelSettings } from './modelSettings.ts';

export interface FoundModel {
  /** Path of the `.onnx` file. */
  readonly path: string;
  /** The data set that a run was trained on, where the model is a run's. */
  readonly data: Pick<ModelSettings, 'dataset' | 'dataDir' | 'imageSize'>;
}

/**
 * The model that a path means: a file, or the `model.onnx` of a folder such as a run's.
 *
 * @throws UserError when there is no such file, or the folder has no model yet
 */
export async function findModel(path: string): Promise<FoundModel> {
  if (!existsSync(path)) throw new UserError(`${path}: there is no such file`);
  if (!statSync(path).isDirectory()) return { path, data: {} };
  const model = join(path, 'model.onnx');
  if (!existsSync(model))
    throw new UserError(`${path} is a folder without a model.onnx; name an ONNX file or a finished run`);
  return { path: model, data: existsSync(join(path, 'run.json')) ? await runData(path) : {} };
}

async function runData(folder: string): Promise<FoundModel['data']> {
  const { openRun } = await import('../../training/run/runFolder.ts');
  const { dataset, dataDir, imageSize } = (await openRun(folder)).record.config;
  return { dataset, dataDir: dataDir ?? undefined, imageSize: imageSize ?? undefined };
}
