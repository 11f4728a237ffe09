import { basename, dirname, extname, join, resolve } from 'node:path';
import type { Dataset } from '../../data/dataset/dataset.ts';
import {
  ConfigConflict,
  type GivenConfig,
  resolveConfig,
  type TrainingConfig,
} from '../../training/config/config.ts';
import { UserError } from '../../wording/userError.ts';
import { findModel } from '../../workflows/models/findModel.ts';
import { readModelHere } from '../../workflows/models/readModelHere.ts';
import type { ScaleName } from '../spec/scales.ts';
import type { StudySpec } from '../spec/studySpec.ts';
import { modelHash, runHash } from '../store/runIdentity.ts';
import { modelFolder, runFolder, type Store } from '../store/store.ts';
import type { PlannedRun, PlannedSetting, PlannedStudy } from './plannedStudy.ts';
import { settingsOf } from './settingsOf.ts';

export interface PlanOptions {
  readonly store: Store;
  readonly dataDir: string | null;
  /** Loads the data set of a configuration as far as its hashes and sizes need it. */
  readonly data: (
    config: Pick<TrainingConfig, 'dataset' | 'dataDir' | 'imageSize' | 'seed' | 'limit' | 'reserve'>,
  ) => Promise<Dataset>;
  readonly scale: ScaleName;
  readonly preset: 'paper' | 'authors';
  /** What a person set beside the scale, for the base of every study. */
  readonly given: GivenConfig;
  /** What a person asked for in place of the study's own seeds. */
  readonly seeds: StudySpec['seeds'] | undefined;
  readonly command: (study: string) => string;
}

/** Parts into which a batch is divided without batch normalisation: the same on every machine, so that machines share runs. */
const SHARDS = 2;

/** A study with its runs. */
export interface StudyPart {
  readonly study: PlannedStudy;
  readonly runs: readonly PlannedRun[];
}

interface PlanOneOptions extends Pick<PlannedStudy, 'recipe' | 'context' | 'parts'> {
  readonly options: PlanOptions;
}

/** Plans one study: its settings, and a run or a model for each and each seed. */
export async function planOne(
  spec: StudySpec,
  { recipe, context, options, parts }: PlanOneOptions,
): Promise<StudyPart> {
  const { store, data, dataDir, scale, preset, command } = options;
  const seeds =
    typeof spec.seeds === 'number' ? Array.from({ length: spec.seeds }, (_, seed) => seed) : spec.seeds;
  const runs: PlannedRun[] = [];
  const settings: PlannedSetting[] = [];
  for (const { name, values } of settingsOf(spec)) {
    const own: { seed: number; hash: string }[] = [];
    for (const seed of seeds) {
      const wanted = resolved(spec, name, { ...spec.base, ...values, seed, dataDir });
      const { hashes, resizedTo } = await data(wanted);
      const config = { ...wanted, imageSize: resizedTo ?? wanted.imageSize };
      const hash = runHash(config, { hashes });
      own.push({ seed, hash });
      runs.push({
        hash,
        folder: runFolder(store, hash),
        config: { ...config, out: runFolder(store, hash) },
        model: null,
        parts: spec.measure,
        neededBy: [`${spec.name}: ${name}, seed ${seed}`],
      });
    }
    settings.push({ name, values: values as Record<string, unknown>, runs: own });
  }
  for (const path of spec.models) {
    const config = resolved(spec, path, { ...spec.base, seed: 0, dataDir });
    const { path: file } = await findModel(path);
    const { sha256 } = await readModelHere(file);
    const hash = modelHash(sha256, config, await data(config));
    const name = nameOfModel(path, settings);
    settings.push({ name, values: { model: path }, runs: [{ seed: 0, hash }] });
    runs.push({
      ...{ hash, config, model: path, parts: spec.measure },
      folder: modelFolder(store, hash),
      neededBy: [`${spec.name}: ${name}`],
    });
  }
  const kind = [
    context.data.dataset.split(/[\\/]/).at(-1)!,
    ...(recipe ? [scale] : []),
    ...(preset === 'paper' ? [] : [preset]),
  ];
  const folder = join(store.folder, [spec.name, ...kind].join('-').replace(/[^A-Za-z0-9._-]+/g, '-'));
  const study = {
    name: spec.name,
    spec,
    recipe,
    context,
    parts,
    settings,
    folder,
    command: command(spec.name),
    scale: recipe ? scale : 'own',
  };
  return { study, runs };
}

/** A file's name without its ending, or of a folder's `model.onnx` the folder's; with a number where that is taken. */
function nameOfModel(path: string, settings: readonly PlannedSetting[]): string {
  const stem = basename(path, extname(path));
  const plain = stem === 'model' ? basename(dirname(resolve(path))) : stem;
  let name = plain;
  for (let count = 2; settings.some((setting) => setting.name === name); count++) name = `${plain} ${count}`;
  return name;
}

/** @throws UserError that names the setting that contradicts itself */
function resolved(
  spec: StudySpec,
  setting: string,
  given: GivenConfig & { dataDir: string | null },
): TrainingConfig {
  try {
    const { dataset, ...others } = given;
    // As many threads as shards, so that neither follows from this machine.
    return resolveConfig({ ...others, dataset: dataset! }, { threads: SHARDS, out: '.' });
  } catch (error) {
    if (!(error instanceof ConfigConflict)) throw error;
    throw new UserError(`${spec.name}: ${setting}: ${error.say((key) => key)}`, { cause: error });
  }
}
