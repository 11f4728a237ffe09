import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { readSpec } from '#passband/cli/study/readSpec.ts';
import { checkShown } from '#passband/studies/plan/checkShown.ts';
import type { StudyPlan } from '#passband/studies/plan/plannedStudy.ts';
import { planRecipes, planSpec } from '#passband/studies/plan/planStudies.ts';
import { recipeNames } from '#passband/studies/recipes/recipes.ts';
import { type ScaleName, scaleNames } from '#passband/studies/spec/scales.ts';
import { type GivenSpec, studySpecSchema } from '#passband/studies/spec/studySpec.ts';
import { type GivenConfig, trainsOnAttacks } from '#passband/training/config/config.ts';
import { planOptions } from '../support/madeUpData.ts';

const hashes = ({ runs }: StudyPlan) => runs.map(({ hash }) => hash).toSorted();
const spec = (given: Omit<GivenSpec, 'name'>) => studySpecSchema.parse({ name: 'mine', ...given });
const own = (given: Omit<GivenSpec, 'name'>, ...options: Parameters<typeof planOptions>) =>
  planSpec(spec(given), planOptions(...options));

describe('planRecipes', () => {
  it.each(scaleNames)('at %s studies share runs, each planned once', async (scale) => {
    const plan = await planRecipes(recipeNames, 'cifar-10', planOptions({}, { scale }));
    expect(new Set(hashes(plan)).size).toBe(plan.runs.length);
    const alone = [];
    for (const name of recipeNames)
      alone.push(await planRecipes([name], 'cifar-10', planOptions({}, { scale })));
    expect(alone.flatMap(({ runs }) => runs).length).toBeGreaterThan(plan.runs.length);
    expect(new Set(alone.flatMap(hashes))).toEqual(new Set(hashes(plan)));
    const vanilla = plan.runs.find(({ neededBy }) => neededBy.includes('heuristics: vanilla, seed 0'))!;
    for (const study of [
      'components: natural',
      'smoothing: natural',
      'trade-off: vanilla',
      'memorisation: natural',
    ]) {
      expect(vanilla.neededBy).toContain(`${study}, seed 0`);
    }
    expect([...vanilla.parts].toSorted()).toEqual([
      'attacks',
      'certificate',
      'components',
      'kernels',
      'smoothing',
    ]);
  });

  it('seeds add runs and leave the others as they are', async () => {
    const [one, three] = [
      await planRecipes(['heuristics'], 'cifar-10', planOptions()),
      await planRecipes(['heuristics'], 'cifar-10', planOptions({}, { seeds: 3 })),
    ];
    expect(three.runs).toHaveLength(3 * one.runs.length);
    expect(hashes(three)).toEqual(expect.arrayContaining(hashes(one)));
    expect(three.studies[0].settings[0].runs.map(({ seed }) => seed)).toEqual([0, 1, 2]);
  });

  it('raises ε over the first half of the epochs at laptop, where they are few, and nowhere else', async () => {
    const warmups = async (scale: ScaleName, given: GivenConfig = {}) => {
      const options = { ...planOptions({}, { scale }), given };
      const { runs } = await planRecipes(['heuristics', 'kernels'], 'planted', options);
      return runs
        .map(({ config }) => config)
        .filter((config) => trainsOnAttacks(config) || config.adversarialWarmupEpochs > 0)
        .map(({ adversarialWarmupEpochs: rising, epochs }) => `${rising} of ${epochs}`);
    };
    expect(await warmups('laptop')).toEqual(['10 of 20', '6 of 12']);
    expect(await warmups('laptop', { epochs: 4 })).toEqual(['2 of 4', '2 of 4']);
    expect(await warmups('paper')).toEqual(['0 of 100']);
    expect(await warmups('smoke')).toEqual(['0 of 1']);
  });

  it('learns shuffled labels of grey images from fewer images in more epochs, at laptop', async () => {
    const learned = async (scale: ScaleName, given: GivenConfig = {}) => {
      const options = planOptions({ shape: [1, 28, 28], trainCount: 60_000 }, { scale, given });
      const { runs } = await planRecipes(['memorisation'], 'mnist', options);
      return runs.map(({ config: { limit, epochs } }) => `${limit ?? 'all'} for ${epochs}`);
    };
    expect(await learned('laptop')).toEqual(['10000 for 20', '10000 for 60']);
    expect(await learned('laptop', { limit: 500, epochs: 2 })).toEqual(['500 for 2', '500 for 6']);
    expect(await learned('paper')).toEqual(['all for 100', 'all for 300']);
  });

  it('says in one line that images are too small for its radii', async () => {
    const small = { shape: [1, 8, 8] as const };
    await expect(planRecipes(['components'], 'tiny', planOptions(small))).rejects.toThrow(
      'tiny: its images of 8 × 8 have no high frequencies beyond r = 8, 12, 16; give smaller ones with --radius',
    );
    const given = { radius: [2, 1] };
    const { studies } = await planRecipes(['generalisation'], 'tiny', planOptions(small, { given }));
    // Ascending, whatever the order in which they were typed.
    expect(studies[0].context.radii).toEqual([1, 2]);
    expect(studies[0].settings.map(({ name }) => name)).toEqual(['lfc-1', 'lfc-2', 'hfc-1', 'hfc-2']);
  });

  it('of larger images the radii are the paper’s, scaled, in runs and results alike', async () => {
    const { studies, runs } = await planRecipes(['components'], 'nine', planOptions({ shape: [3, 64, 64] }));
    expect(studies[0].context.scale.radii[0]).toEqual({ radius: 7.14, paper: 25 });
    expect(runs[0].config.radius).toEqual([7.14, 14.29, 28.57, 42.86]);
  });

  it('with and without batch norm are two settings at each scale', async () => {
    for (const dataset of ['planted', 'cifar-10']) {
      for (const scale of scaleNames) {
        const plan = await planRecipes(['heuristics'], dataset, planOptions({}, { scale }));
        expect(plan.runs, `${dataset}, ${scale}`).toHaveLength(5);
      }
    }
  });
});

describe('a recipe written as a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'passband-plan-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  for (const preset of ['paper', 'authors'] as const) {
    it.each(recipeNames)(`and read back plans the same runs: %s, ${preset}`, async (name) => {
      const options = planOptions({}, { preset });
      const plan = await planRecipes([name], 'cifar-10', options);
      const { models: _, ...written } = plan.studies[0].spec;
      const file = join(folder, `${name}.yaml`);
      writeFileSync(file, stringify(written));
      const again = await planSpec(readSpec(file), planOptions());
      expect(hashes(again)).toEqual(hashes(plan));
      expect(again.studies[0].settings).toEqual(plan.studies[0].settings);
      expect(again.parts.preset).toBe(preset);
    });
  }

  it('shows only what it measures', async () => {
    for (const name of recipeNames) {
      const {
        studies: [study],
        runs,
      } = await planRecipes([name], 'cifar-10', planOptions());
      expect(() => checkShown(study.spec, { study, runs }), name).not.toThrow();
    }
  });
});

describe('planSpec', () => {
  const vary = { batchSize: [50, 100] };

  it('gives the runs of larger images the radii that their results have', async () => {
    const { runs, studies } = await own({ base: { dataset: 'nine' }, vary }, { shape: [3, 64, 64] });
    expect(runs[0].config.radius).toEqual([7.14, 14.29, 28.57, 42.86]);
    expect(studies[0].context.radii).toEqual(runs[0].config.radius);
  });

  it('attacks with the sizes that are shown', async () => {
    const show = [{ table: ['pgd@0.03', 'fgsm@0.03', 'certificate@4/255', 'test.x'] }];
    const measure = ['attacks', 'certificate'] as const;
    const { parts } = await own({ base: { dataset: 'some' }, vary, show, measure: [...measure] });
    expect(parts.epsilons).toEqual(['0.03', '4/255']);
    const usual = await own({ base: { dataset: 'some' }, vary, measure: [...measure] });
    expect(usual.parts.epsilons).toEqual(['2/255', '4/255', '8/255']);
  });

  it('counts as fitted what the scales count as fitted', async () => {
    const fittedAt = async (dataset: string) =>
      (await own({ base: { dataset }, vary })).studies[0].context.scale.fittedAt;
    expect([await fittedAt('planted'), await fittedAt('cifar-10')]).toEqual([0.8, 0.9]);
  });

  it('the preset that is asked for is that of its runs', async () => {
    const { runs } = await own({ base: { dataset: 'some' }, vary }, {}, { preset: 'authors' });
    expect(runs[0].config).toMatchObject({ preset: 'authors', network: 'resnet-32', rescale: 'max' });
  });

  const shown = (quantity: string, base = {}): Omit<GivenSpec, 'name'> => ({
    ...{ base: { dataset: 'some', ...base }, vary, show: [{ table: [quantity] }] },
  });

  it('shows what one of its settings has', async () => {
    const have = [
      { ...shown('reserve.x'), vary: { reserve: [0, 100] } },
      { ...shown('test.adversarial'), vary: { adversarialEpsilon: ['0', '8/255'] } },
      { ...shown('test.lfc@5'), vary: { radius: [[4], [5]] } },
    ];
    for (const given of have) expect((await own(given)).runs).toHaveLength(2);
  });

  it.each<[Omit<GivenSpec, 'name'>, string]>([
    [{ vary }, 'mine: base names no dataset; add it there, or give --dataset'],
    [
      { base: { dataset: 'some', radius: [40] }, vary },
      'some: its images of 32 × 32 have no high frequencies beyond r = 40',
    ],
    [
      { base: { dataset: 'some' }, vary, show: [{ bars: ['smoothness'] }] },
      'mine: show: smoothness needs kernels; add kernels to measure',
    ],
    [
      { base: { dataset: 'some' }, vary, show: [{ curves: ['test.lfc@5'] }] },
      'mine: show: test.lfc@5: no run is measured at r = 5, only at 4, 8, 12, 16; add it to radius in base',
    ],
    [
      { base: { dataset: 'some' }, vary: { radius: [[4], [30]] } },
      'some: its images of 32 × 32 have no high frequencies beyond r = 30',
    ],
    [
      { base: { dataset: 'some' }, vary: { trainOn: ['hfc'], trainRadius: [8, 31] } },
      'some: its images of 32 × 32 have no high frequencies beyond r = 31',
    ],
    [shown('reserve.x'), 'mine: show: reserve.x needs training images that no run learns from; give reserve'],
    [shown('held-out.x', { holdOut: 0 }), 'mine: show: held-out.x needs images that are held out'],
    [shown('unseen.adversarial'), 'mine: show: unseen.adversarial needs runs that are attacked in training'],
    [
      { ...shown('test.x'), show: [{ curves: ['test.x'], against: 'epochs' }] },
      'mine: show: against: epochs does not vary; vary names batchSize',
    ],
    [
      { ...shown('test.x'), show: [{ table: ['test.x'], rows: 'batchSize', groups: 'network' }] },
      'mine: show: groups: network does not vary; vary names batchSize',
    ],
    [
      { ...shown('test.x'), show: [{ table: ['test.x'], groups: 'batchSize' }] },
      'mine: show: groups batchSize needs rows beside it',
    ],
    [
      {
        ...shown('test.x'),
        vary: { batchSize: [50, 100], weightDecay: [0, 0.1] },
        show: [{ table: ['test.x'], rows: 'batchSize' }],
      },
      'mine: show: rows batchSize put batchSize 50, weightDecay 0 and batchSize 50, weightDecay 0.1 into one cell',
    ],
    [
      { base: { dataset: 'some' }, vary: { momentum: [0.9] } },
      'mine: momentum 0.9: momentum needs optimizer sgd or rmsprop, got adam',
    ],
  ])('refuses %j', async (given, message) => {
    await expect(own(given)).rejects.toThrow(message);
  });

  it('plans ten thousand runs', async () => {
    const values = Array.from({ length: 100 }, (_, index) => index + 1);
    const { runs } = await own({ base: { dataset: 'some' }, vary: { epochs: values, batchSize: values } });
    expect(runs).toHaveLength(10_000);
  });
});
