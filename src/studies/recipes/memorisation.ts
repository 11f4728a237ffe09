import { memorisationClaims } from '../claims/memorisationClaims.ts';
import { atEach, type Recipe } from './recipe.ts';

/** The paper trains on shuffled labels for 300 epochs, on natural ones for 100. */
const TIMES_THE_EPOCHS = 3;

export const memorisation: Recipe = {
  title: 'Natural against shuffled labels',
  paper: 'Fig. 3, 10, 15, 16',
  about:
    'One model is trained on the true labels and one on labels that are permuted among the training images, for three times the epochs. Along training the accuracy on training images and on their low-frequency components is measured.',
  spec: ({ scale: { base, memorised }, radii }) => ({
    vary: [
      { name: 'natural', ...memorised },
      {
        name: 'shuffled',
        ...memorised,
        ...{ shuffleLabels: 1, epochs: TIMES_THE_EPOCHS * (memorised.epochs ?? base.epochs ?? 100) },
      },
    ],
    show: [
      {
        title: 'Training curves with natural and with shuffled labels',
        caption: 'Accuracy on training images and on their low-frequency components.',
        paper: 'Fig. 3',
        curves: ['train.x', ...atEach(radii, 'train', 'lfc')],
      },
      {
        title: 'High-frequency components',
        caption: 'The same for the high-frequency components, which the paper does not show.',
        curves: ['train.x', ...atEach(radii, 'train', 'hfc')],
      },
      { title: 'At the end', table: ['train.x', ...atEach(radii, 'train', 'lfc'), 'epochs-to@0.9'] },
    ],
  }),
  claims: memorisationClaims,
};
