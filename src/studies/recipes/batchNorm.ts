import { batchNormClaim } from '../claims/orderedClaims.ts';
import type { Recipe } from './recipe.ts';

export const batchNorm: Recipe = {
  title: 'Batch normalisation on low frequencies',
  paper: 'Fig. 6, 13',
  about:
    'Models with and without batch normalisation are trained on the low-frequency components of the training images, split at each radius. What normalisation gains is how much faster it learns.',
  spec: ({ radii, scale: { plain } }) => ({
    vary: radii.flatMap((trainRadius) => [
      { name: `plain-${trainRadius}`, ...plain, trainOn: 'lfc', trainRadius, batchNorm: false },
      { name: `batch-norm-${trainRadius}`, ...plain, trainOn: 'lfc', trainRadius, batchNorm: true },
    ]),
    show: [
      {
        title: 'Training accuracy on low frequencies, with and without batch normalisation',
        caption: 'Mean over the batches of each epoch.',
        paper: 'Fig. 6',
        curves: ['running.x'],
        panels: 'quantity',
      },
      {
        title: 'Accuracy along training',
        caption: 'On the component that is trained on, and on test images as they are.',
        curves: ['running.x', 'test.x'],
      },
      {
        title: 'At the end',
        table: ['trained', 'unseen.x', 'epochs-to@0.9'],
        rows: 'trainRadius',
        groups: 'batchNorm',
      },
    ],
  }),
  claims: (results) => [batchNormClaim(results)],
};
