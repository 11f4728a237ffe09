import { decidedByHfcClaim } from '../claims/decidedClaims.ts';
import type { Recipe } from './recipe.ts';

export const components: Recipe = {
  title: 'Images that high frequencies decide',
  paper: 'Fig. 1, 2',
  about:
    'A model is trained on the images as they are. Each unseen image is split at one radius; shown are images whose class the model finds in x and in its high-frequency component alone, and not in its low-frequency component, with its confidences.',
  spec: () => ({
    vary: [{ name: 'natural' }],
    measure: ['components'],
    show: [{ title: 'How many there are', table: ['unseen.x', 'decided-by-hfc'] }],
  }),
  claims: (results) => [decidedByHfcClaim(results, 'natural')],
  pictures: 'decided',
};
