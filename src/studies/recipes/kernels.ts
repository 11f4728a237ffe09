import { kernelClaim, smootherClaim } from '../claims/smoothingClaims.ts';
import { adversarialSettings, type Recipe } from './recipe.ts';

export const kernels: Recipe = {
  title: 'Kernels of the first layer',
  paper: 'Fig. 7, 14, 21, 22',
  about:
    'A model is trained in the vanilla manner and one by adversarial training. Shown are the convolutional kernels of their first layers, as they are and smoothed with ρ = 1 (eq. 3), and how much of their power lies at high frequencies.',
  spec: (context) => ({
    vary: [{ name: 'natural' }, { name: 'adversarial', ...adversarialSettings(context) }],
    measure: ['kernels', 'smoothing'],
    show: [{ title: 'Power at high frequencies', bars: ['smoothness'] }],
  }),
  claims: (results) => [kernelClaim(results), smootherClaim(results)],
  pictures: 'kernels',
};
