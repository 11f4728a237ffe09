import { join } from 'node:path';
import type { Dataset } from '../../data/dataset/dataset.ts';
import { readTextFile } from '../../files/readTextFile.ts';
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
import type { StudyModel, StudySpec } from '../spec/studySpec.ts';
import { modelHash, runHash } from '../store/runIdentity.ts';
import { modelFolder, runFolder, type Store } from '../store/store.ts';
import { checkRadii } from './checkRadii.ts';
import type { DataChoice } from './dataCache.ts';
import { nameOfModel } from './nameOfModel.ts';
import type { PlannedRun, PlannedSetting, PlannedStudy } from './plannedStudy.ts';
import { type GivenSetting, settingsOf } from './settingsOf.ts';

export interface PlanOptions {
  readonly store: Store;
  readonly dataDir: string | null;
  /** Loads the data set of a configuration as far as its hashes and sizes need it. */
  readonly data: (choice: DataChoice) => Promise<Dataset>;
  readonly scale: ScaleName;
  readonly preset: 'paper' | 'authors';
  /** What a person set beside the scale, for the base of every study. */
  readonly given: GivenConfig;
  /** What a person asked for in place of the study's own seeds. */
  readonly seeds: StudySpec['seeds'] | undefined;
  readonly command: (study: string) => string;
}

/** A study with its own runs, which other studies may need too. */
export interface PlannedOne {
  readonly study: PlannedStudy;
  readonly runs: readonly PlannedRun[];
}

/** Parts into which a batch is divided without batch normalisation: the same on every machine, so that machines share runs. */
const SHARDS = 2;

/** Plans one study: what it varies becomes settings, each with a run a seed, and a foreign model a setting of its own. */
export async function planOne(
  spec: StudySpec,
  { recipe, context }: Pick<PlannedStudy, 'recipe' | 'context'>,
  options: PlanOptions,
): Promise<PlannedOne> {
  const { store, scale, preset, command } = options;
  const runs: PlannedRun[] = [];
  const settings: PlannedSetting[] = [];
  const checked = new Set<string>();
  for (const { name, values } of settingsOf(spec)) {
    const own = await runsOfSetting(spec, { name, values, checked }, options);
    for (const run of own) runs.push(run);
    settings.push({
      name,
      values: values as Record<string, unknown>,
      runs: own.map(({ config, hash }) => ({ seed: config.seed, hash })),
    });
  }
  for (const model of spec.models) {
    const { file, ...known } = model;
    const name = nameOfModel(file, settings);
    const run = await runOfModel(spec, { model, name }, options);
    runs.push(run);
    settings.push({ name, values: { model: file, ...known }, runs: [{ seed: 0, hash: run.hash }] });
  }
  const kind = [
    context.data.dataset.split(/[\\/]/).at(-1)!,
    ...(recipe ? [scale] : []),
    ...(preset === 'paper' ? [] : [preset]),
  ];
  const folder = join(store.folder, [spec.name, ...kind].join('-').replace(/[^A-Za-z0-9._-]+/g, '-'));
  const study = {
    ...{ name: spec.name, spec, recipe, context, settings, folder },
    command: command(spec.name),
    scale: recipe ? scale : 'own',
  };
  return { study, runs };
}

/** A run for each seed. */
async function runsOfSetting(
  spec: StudySpec,
  { name, values, checked }: GivenSetting & { readonly checked: Set<string> },
  { store, data, dataDir }: PlanOptions,
): Promise<PlannedRun[]> {
  const seeds =
    typeof spec.seeds === 'number' ? Array.from({ length: spec.seeds }, (_, seed) => seed) : spec.seeds;
  const runs: PlannedRun[] = [];
  for (const seed of seeds) {
    const wanted = resolved(spec, name, { ...spec.base, ...values, seed, dataDir });
    const { hashes, resizedTo, shape } = await data(wanted);
    const radii = { of: radiiOf(wanted), data: { dataset: wanted.dataset, shape }, preset: wanted.preset };
    const key = JSON.stringify(radii);
    // Once for thousands of settings that have the same.
    if (!checked.has(key)) checkRadii(radii.of, radii.data, radii.preset);
    checked.add(key);
    const config = { ...wanted, imageSize: resizedTo ?? wanted.imageSize };
    const hash = runHash(config, { hashes });
    const folder = runFolder(store, hash);
    runs.push({
      ...{ hash, folder, config: { ...config, out: folder }, model: null, parts: spec.measure },
      neededBy: [`${spec.name}: ${name}, seed ${seed}`],
    });
  }
  return runs;
}

async function runOfModel(
  spec: StudySpec,
  { model, name }: { readonly model: StudyModel; readonly name: string },
  { store, data, dataDir }: PlanOptions,
): Promise<PlannedRun> {
  const { file, classes, classMap, ...known } = model;
  const config = resolved(spec, file, { ...spec.base, seed: 0, dataDir });
  const { path } = await findModel(file);
  const { sha256 } = await readModelHere(path);
  // What files say decides, not where they lie.
  const said = {
    ...known,
    ...(classes !== undefined && { classes: readTextFile(classes) }),
    ...(classMap !== undefined && { classMap: readTextFile(classMap) }),
  };
  const hash = modelHash({ sha256, said }, config, await data(config));
  return {
    ...{ hash, config, model, parts: spec.measure },
    folder: modelFolder(store, hash),
    neededBy: [`${spec.name}: ${name}`],
  };
}

/** Radii at which a run is measured, and that of the component that it learns. */
const radiiOf = ({ radius, trainRadius }: TrainingConfig) =>
  trainRadius === null ? radius : [...radius, trainRadius];

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
