import { batchSizeClaims } from '../claims/orderedClaims.ts';
import { allCurves, type Recipe } from './recipe.ts';

// The paper names no sizes; its own batch is 100.
const sizes = [50, 100, 200, 400];

export const batchSize: Recipe = {
  title: 'Batch sizes',
  paper: 'Fig. 4, 11, 17, 18',
  about:
    'The vanilla set-up with other batch sizes, for equally many epochs. Along training the accuracy on training and test images, and on low- and high-frequency components of unseen images, is measured.',
  spec: ({ scale, radii }) => ({
    vary: sizesFor(scale.base.batchSize).map((size) => ({ name: `batch ${size}`, batchSize: size })),
    // Answers image by image, so that settings are compared on the same images.
    measure: ['components'],
    show: [
      {
        title: 'Accuracy along training, by batch size',
        caption: 'On training and unseen images, and on low and high frequencies of test images.',
        paper: 'Fig. 4',
        curves: allCurves(radii),
      },
      { title: 'Generalisation gap', curves: ['gap'], panels: 'quantity' },
      { title: 'At the end', table: ['train.x', 'unseen.x', 'gap'] },
    ],
  }),
  claims: batchSizeClaims,
};

/** The paper's batch and its like; in the proportions of another base where that has one. */
function sizesFor(base = 100): number[] {
  return sizes.map((size) => Math.max(1, Math.round((size * base) / 100)));
}
