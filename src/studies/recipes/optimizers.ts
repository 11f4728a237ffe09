import { optimizerClaim } from '../claims/orderedClaims.ts';
import { allCurves, type Recipe } from './recipe.ts';

export const optimizers: Recipe = {
  title: 'Optimizers',
  paper: '§5.1',
  about:
    'The vanilla set-up with other optimizers: SGD, Adam, AdaGrad, AdaDelta and RMSprop. Each has a learning rate of its own, which the paper does not name.',
  spec: ({ scale, radii }) => {
    const { learningRate: rate = 1e-4 } = scale.base;
    return {
      vary: [
        { name: 'sgd', optimizer: 'sgd', learningRate: 100 * rate },
        { name: 'adam', optimizer: 'adam' },
        { name: 'adagrad', optimizer: 'adagrad', learningRate: 10 * rate },
        { name: 'adadelta', optimizer: 'adadelta', learningRate: 1 },
        { name: 'rmsprop', optimizer: 'rmsprop' },
      ],
      // Answers image by image, so that settings are compared on the same images.
      measure: ['components'],
      show: [
        { title: 'Accuracy along training, by optimizer', curves: allCurves(radii) },
        { title: 'At the end', table: ['train.x', 'unseen.x', 'gap'] },
      ],
    };
  },
  claims: (results) => [optimizerClaim(results)],
};
