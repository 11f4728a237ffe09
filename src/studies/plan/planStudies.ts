import type { Dataset } from '../../data/dataset/dataset.ts';
import { ascending } from '../../statistics/ascending.ts';
import type { GivenConfig } from '../../training/config/config.ts';
import { UserError } from '../../wording/userError.ts';
import type { PartName } from '../parts/partNames.ts';
import { type PartSettings, usualPartSettings } from '../parts/partSettings.ts';
import type { Recipe, RecipeContext } from '../recipes/recipe.ts';
import { type RecipeName, recipes } from '../recipes/recipes.ts';
import { fittedAtOn, paperRadii, type Scale, type StudyData, scaleOf } from '../spec/scales.ts';
import { type GivenSpec, type StudySpec, studySpecSchema } from '../spec/studySpec.ts';
import { checkRadii } from './checkRadii.ts';
import { checkShown, shownEpsilons } from './checkShown.ts';
import type { PlannedRun, StudyPlan } from './plannedStudy.ts';
import { type PlannedOne, type PlanOptions, planOne } from './planOne.ts';

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
      memorised: { ...own.memorised, ...given },
      parts: {
        ...own.parts,
        decidedRadius: radii.includes(own.parts.decidedRadius)
          ? own.parts.decidedRadius
          : radii[radii.length >> 1],
      },
    },
  };
  checkRadii(radii, data, preset);
  const plans: PlannedOne[] = [];
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
    plans.push(await planOne(spec, { recipe, context }, options));
  }
  return together(plans, context.scale.parts);
}

/**
 * Plans a study of one's own.
 *
 * @throws UserError of one line where it names no data set, a setting contradicts another, or no run has what is shown
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
  const epsilons = shownEpsilons(whole);
  const parts = {
    ...usualPartSettings,
    preset,
    ...(epsilons.length > 0 && { epsilons }),
    decidedRadius: radii.includes(12) ? 12 : radii[radii.length >> 1],
  };
  const scale: Scale = {
    ...{ base, plain: {}, memorised: {}, warmup: 0, parts, fittedAt: fittedAtOn(data), notes: [] },
    radii: radii.map((radius) => ({ radius, paper: null })),
  };
  const context: RecipeContext = { data, scale, preset, radii };
  const planned = await planOne(whole, { recipe: undefined, context }, options);
  checkShown(whole, planned);
  return together([planned], parts);
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

/** Studies with the runs that they share, each once. */
function together(plans: readonly PlannedOne[], parts: PartSettings): StudyPlan {
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
  return { studies: plans.map(({ study }) => study), runs: [...runs.values()], parts };
}
