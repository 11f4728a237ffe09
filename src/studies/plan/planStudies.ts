import { join } from 'node:path';
import type { Dataset } from '../../data/dataset/dataset.ts';
import { ascending } from '../../statistics/ascending.ts';
import {
  ConfigConflict,
  type GivenConfig,
  resolveConfig,
  type TrainingConfig,
} from '../../training/config/config.ts';
import { UserError } from '../../wording/userError.ts';
import { findModel } from '../../workflows/models/findModel.ts';
import { readModelHere } from '../../workflows/models/readModelHere.ts';
import type { PartName } from '../parts/partNames.ts';
import { usualPartSettings } from '../parts/partSettings.ts';
import type { Recipe, RecipeContext } from '../recipes/recipe.ts';
import { type RecipeName, recipes } from '../recipes/recipes.ts';
import {
  fittedAtOn,
  paperRadii,
  type Scale,
  type ScaleName,
  type StudyData,
  scaleOf,
} from '../spec/scales.ts';
import { type GivenSpec, type StudySpec, studySpecSchema } from '../spec/studySpec.ts';
import { modelHash, runHash } from '../store/runIdentity.ts';
import { modelFolder, runFolder, type Store } from '../store/store.ts';
import { checkRadii, checkShown, shownEpsilons } from './checkSpec.ts';
import { nameOfModel } from './nameOfModel.ts';
import type { PlannedRun, PlannedSetting, PlannedStudy, StudyPlan } from './plannedStudy.ts';
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

/** Plans studies of the paper on a data set. */
export async function planRecipes(
  names: readonly RecipeName[],
  dataset: string,
  options: PlanOptions,
): Promise<StudyPlan> {
  const { scale: scaleName, preset, given } = options;
  const first = await options.data(probeOf(dataset, options));
  const data = studyData(dataset, first);
  const scale = scaleOf(scaleName, data, preset);
  const radii = ascending(given.radius ?? scale.base.radius!);
  const own: Scale = given.radius
    ? { ...scale, radii: radii.map((radius) => ({ radius, paper: null })) }
    : scale;
  const context: RecipeContext = {
    ...{ data, preset, radii },
    scale: {
      ...own,
      base: { ...own.base, ...given },
      plain: { ...own.plain, ...given },
      parts: {
        ...own.parts,
        decidedRadius: radii.includes(own.parts.decidedRadius)
          ? own.parts.decidedRadius
          : radii[radii.length >> 1],
      },
    },
  };
  checkRadii(radii, data, preset);
  const plans: Part[] = [];
  for (const name of names) {
    const recipe: Recipe = recipes[name];
    const spec = studySpecSchema.parse({
      name,
      title: recipe.title,
      about: recipe.about,
      ...recipe.spec(context),
      base: { ...context.scale.base, dataset },
      ...(options.seeds !== undefined && { seeds: options.seeds }),
    } satisfies GivenSpec);
    plans.push(await planOne(spec, { recipe, context, options, parts: context.scale.parts }));
  }
  return together(plans);
}

/**
 * Plans a study of one's own.
 *
 * @throws UserError of one line where it names no data set or a setting contradicts another
 */
export async function planSpec(spec: StudySpec, options: PlanOptions): Promise<StudyPlan> {
  const preset = spec.base.preset ?? options.preset;
  const given = { ...spec.base, ...options.given, preset };
  const { dataset } = given;
  if (dataset === undefined) {
    throw new UserError(`${spec.name}: base names no dataset; add it there, or give --dataset`);
  }
  const data = studyData(dataset, await options.data(probeOf(dataset, options, given)));
  const radii = ascending(given.radius ?? paperRadii(data.shape).map(({ radius }) => radius));
  const base = { ...given, radius: radii };
  const whole = { ...spec, base, ...(options.seeds !== undefined && { seeds: options.seeds }) };
  checkRadii(radii, data, preset);
  checkShown(whole, radii);
  const epsilons = shownEpsilons(whole);
  const parts = {
    ...usualPartSettings,
    preset,
    ...(epsilons.length > 0 && { epsilons }),
    decidedRadius: radii.includes(12) ? 12 : radii[radii.length >> 1],
  };
  const scale: Scale = {
    ...{ base, plain: {}, parts, fittedAt: fittedAtOn(data), notes: [] },
    radii: radii.map((radius) => ({ radius, paper: null })),
  };
  const context: RecipeContext = { data, scale, preset, radii };
  return together([await planOne(whole, { recipe: undefined, context, options, parts })]);
}

const probeOf = (dataset: string, { dataDir, given }: PlanOptions, base: GivenConfig = given) => ({
  ...{ dataset, dataDir, imageSize: base.imageSize ?? null, seed: 0, limit: null, reserve: 0 },
});

function studyData(dataset: string, { classes, shape, train, test }: Dataset): StudyData {
  const [channels, height, width] = shape;
  return {
    dataset,
    classes: classes.length,
    shape: [channels, height, width],
    trainCount: train.count,
    testCount: test.count,
  };
}

interface Part {
  readonly study: PlannedStudy;
  readonly runs: readonly PlannedRun[];
}

interface PlanOneOptions extends Pick<PlannedStudy, 'recipe' | 'context' | 'parts'> {
  readonly options: PlanOptions;
}

async function planOne(spec: StudySpec, { recipe, context, options, parts }: PlanOneOptions): Promise<Part> {
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

/** Studies with the runs that they share, each once. */
function together(plans: readonly Part[]): StudyPlan {
  const runs = new Map<string, PlannedRun>();
  for (const run of plans.flatMap((plan) => plan.runs)) {
    const known = runs.get(run.hash);
    runs.set(
      run.hash,
      known
        ? {
            ...known,
            parts: [...new Set<PartName>([...known.parts, ...run.parts])],
            neededBy: [...known.neededBy, ...run.neededBy],
          }
        : run,
    );
  }
  return { studies: plans.map(({ study }) => study), runs: [...runs.values()] };
}
