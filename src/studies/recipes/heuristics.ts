import { authorsMixup, paperMixup } from '../../training/config/config.ts';
import { heuristicsClaims } from '../claims/heuristicsClaims.ts';
import { adversarialSettings, allCurves, type Recipe, type RecipeContext } from './recipe.ts';

export const heuristics: Recipe = {
  title: 'Training heuristics',
  paper: 'Fig. 5, 12, 19, 20',
  about:
    'The vanilla set-up, and it with one thing changed: dropout, mixup, batch normalisation, adversarial training. Along training the accuracy on training and test images, and on low- and high-frequency components of unseen images, is measured.',
  spec: (context) => ({
    vary: heuristicSettings(context),
    // Answers image by image, so that settings are compared on the same images.
    measure: ['components'],
    show: [
      {
        title: 'Accuracy along training, by heuristic',
        caption: 'On training and unseen images, and on low and high frequencies of test images.',
        paper: 'Fig. 5',
        curves: allCurves(context.radii),
      },
      { title: 'At the end', table: ['train.x', 'unseen.x', 'gap'] },
    ],
  }),
  claims: heuristicsClaims,
};

/** Vanilla and the four heuristics. */
export function heuristicSettings(context: Pick<RecipeContext, 'preset' | 'scale'>) {
  const { preset, scale } = context;
  const { plain } = scale;
  return [
    { name: 'vanilla' },
    { name: 'dropout', dropout: true },
    { name: 'mixup', mixup: preset === 'authors' ? authorsMixup : paperMixup },
    { name: 'batch-norm', batchNorm: true },
    { name: 'adversarial', ...adversarialSettings(context, plain) },
  ].map((setting) => ({ ...plain, ...setting }));
}
