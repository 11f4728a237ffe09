import { decidedBySvdClaim } from '../claims/decidedClaims.ts';
import type { Recipe } from './recipe.ts';

export const svd: Recipe = {
  title: 'High frequencies against trailing singular values',
  paper: '§8',
  about:
    'Each unseen image is split once by frequency and once by singular values, so that the leading singular values have as much energy as the low-frequency component. Counted are the images that the unseen part decides.',
  spec: () => ({
    vary: [{ name: 'natural' }],
    measure: ['components'],
    show: [
      {
        title: 'Images that the unseen part decides',
        table: ['unseen.x', 'decided-by-hfc', 'decided-by-svd'],
      },
      { title: 'Side by side', bars: ['decided-by-hfc', 'decided-by-svd'] },
    ],
  }),
  claims: (results) => [decidedBySvdClaim(results, 'natural')],
};
