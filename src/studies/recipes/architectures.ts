import { architectureClaim } from '../claims/orderedClaims.ts';
import { allCurves, type Recipe, type RecipeContext } from './recipe.ts';

export const architectures: Recipe = {
  title: 'Architectures',
  paper: '§5.1',
  about: 'The vanilla set-up with other networks: LeNet, AlexNet, VGG and ResNet.',
  spec: (context) => ({
    vary: [
      { name: 'lenet', network: 'lenet' },
      { name: 'alexnet', network: 'alexnet' },
      { name: 'vgg', network: 'vgg-11' },
      { name: 'resnet', network: resnetOf(context) },
    ],
    // Answers image by image, so that settings are compared on the same images.
    measure: ['components'],
    show: [
      { title: 'Accuracy along training, by network', curves: allCurves(context.radii) },
      { title: 'At the end', table: ['train.x', 'unseen.x', 'gap'] },
    ],
  }),
  claims: (results) => [architectureClaim(results)],
};

/** That of the scale where it has one, so that the run is shared; else a small one that fits the images. */
function resnetOf({ scale: { base }, data: { shape } }: RecipeContext) {
  if (base.network?.startsWith('resnet-')) return base.network;
  const isDivisible = shape[1] % 4 === 0 && shape[2] % 4 === 0;
  return Math.min(shape[1], shape[2]) <= 32 && isDivisible ? 'resnet-32' : 'resnet-18';
}
