import { corollaryClaim } from '../claims/corollaryClaim.ts';
import { heuristicSettings } from './heuristics.ts';
import type { Recipe } from './recipe.ts';

export const tradeOff: Recipe = {
  title: 'Accuracy against robustness',
  paper: '§3.2, Corollary 1',
  about:
    'For each model of the heuristics, accuracy on x stands beside robust accuracy under FGSM and PGD and beside the certificate of Corollary 1: the share of images that are right and have no wrongly answered x_l within ε, which no attack may exceed.',
  spec: (context) => ({
    vary: heuristicSettings(context),
    measure: ['attacks', 'certificate'],
    show: [
      {
        title: 'Accuracy, certificate and robust accuracy',
        table: [
          'unseen.x',
          ...context.scale.parts.epsilons.flatMap((epsilon) => [
            `certificate@${epsilon}`,
            `fgsm@${epsilon}`,
            `pgd@${epsilon}`,
          ]),
        ],
      },
      {
        title: 'Side by side',
        bars: [
          'unseen.x',
          ...['certificate', 'pgd'].map((name) => `${name}@${context.scale.parts.epsilons.at(-1)}`),
        ],
      },
    ],
  }),
  claims: (results, context) => [
    corollaryClaim(
      results,
      results.settings.map(({ name }) => name),
      context.scale.parts.epsilons,
    ),
  ],
};
