import type { StudyClaim, StudyFigure, StudyTable } from '../../report/study/studyRecord.ts';
import type { Preset } from '../../spectrum/split/preset.ts';
import {
  authorsAdversarialEpsilon,
  type GivenConfig,
  paperAdversarialEpsilon,
} from '../../training/config/config.ts';
import type { StudyResults } from '../results/studyResults.ts';
import type { Scale, StudyData } from '../spec/scales.ts';
import type { GivenSpec } from '../spec/studySpec.ts';

/** What a recipe is written for. */
export interface RecipeContext {
  readonly data: StudyData;
  readonly scale: Scale;
  readonly preset: Preset;
  /** Cut-offs in bins, ascending. */
  readonly radii: readonly number[];
}

/** One table or figure of the paper: what runs, what is taken from the runs, and which claims it decides. */
export interface Recipe {
  readonly title: string;
  /** Where the paper has it. */
  readonly paper: string;
  /** What is done, as in the paper's paragraph. */
  readonly about: string;
  /** What runs, without the base settings, which are the scale's. */
  spec(context: RecipeContext): Omit<GivenSpec, 'name' | 'base'>;
  claims(results: StudyResults, context: RecipeContext): readonly StudyClaim[];
  /** Tables and figures that are the paper's own, which the general ones of `spec` cannot say. */
  tables?(results: StudyResults, context: RecipeContext): readonly StudyTable[];
  figures?(results: StudyResults, context: RecipeContext): readonly StudyFigure[];
  /** Pictures of images that HFC decides, or of first layers. */
  readonly pictures?: 'decided' | 'kernels';
}

/** Quantities of every radius: `train.lfc@4`, `train.lfc@8`, … */
export function atEach(radii: readonly number[], split: string, component: 'lfc' | 'hfc'): string[] {
  return radii.map((radius) => `${split}.${component}@${radius}`);
}

/** Training and test accuracy, and LFC and HFC of test images at each radius: the curves of Fig. 4 and 5. */
export function allCurves(radii: readonly number[]): string[] {
  return ['train.x', 'test.x', ...atEach(radii, 'test', 'lfc'), ...atEach(radii, 'test', 'hfc')];
}

/**
 * Keys of adversarial training as the preset has it: PGD with ε = 8/255 (§5.1), or the authors' 10 steps of ε/10 with ε = 0.03. ε rises
 * over the first epochs where the scale has it so.
 *
 * @param own what the setting has in place of the base
 */
export function adversarialSettings(
  { preset, scale }: Pick<RecipeContext, 'preset' | 'scale'>,
  own: GivenConfig = {},
): GivenConfig {
  const rising = Math.round(scale.warmup * (own.epochs ?? scale.base.epochs ?? 0));
  return {
    ...(preset === 'authors'
      ? { adversarialEpsilon: authorsAdversarialEpsilon, adversarialSteps: 10 }
      : { adversarialEpsilon: paperAdversarialEpsilon, adversarialSteps: 7 }),
    ...(rising > 0 && { adversarialWarmupEpochs: rising }),
  };
}
