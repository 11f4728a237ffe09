/**
 * One rule that moves weights against their gradients. It works on flat ranges element by element, so a range may
 * be cut at any place (one shard per worker) without changing a bit of the result.
 */
export interface Optimizer {
  readonly name: OptimizerName;
  /** Names of the state arrays, each as long as the range and zero before step 1. */
  readonly slots: readonly string[];
  /** Moves `parameters` and `slots` in place. */
  update(range: OptimizerRange, hyper: StepHyper): void;
}

export interface OptimizerRange {
  readonly parameters: Float32Array;
  readonly gradients: Float32Array;
  /** In the order of `Optimizer.slots`. */
  readonly slots: readonly Float32Array[];
}

/** What may change from step to step. */
export interface StepHyper {
  readonly learningRate: number;
  /** L2 penalty: weightDecay · w is added to the gradient, as PyTorch's `weight_decay` does. */
  readonly weightDecay: number;
  /** Counts updates from 1; Adam's bias correction needs it. */
  readonly step: number;
}

export type OptimizerName = 'sgd' | 'adam' | 'adagrad' | 'adadelta' | 'rmsprop';

/** Plain JSON, so that it travels to a worker and into a file. What is left out takes PyTorch's default. */
export type OptimizerSettings =
  | { readonly name: 'sgd'; readonly momentum?: number; readonly nesterov?: boolean }
  | { readonly name: 'adam'; readonly betas?: readonly [number, number]; readonly epsilon?: number }
  | { readonly name: 'adagrad'; readonly epsilon?: number }
  | { readonly name: 'adadelta'; readonly rho?: number; readonly epsilon?: number }
  | {
      readonly name: 'rmsprop';
      readonly alpha?: number;
      readonly epsilon?: number;
      readonly momentum?: number;
    };

type SettingsOf<N extends OptimizerName> = Extract<OptimizerSettings, { name: N }>;

interface OptimizerEntry<N extends OptimizerName> {
  /** PyTorch's default; SGD has none there and takes 0.01 here. */
  readonly learningRate: number;
  readonly create: (settings: SettingsOf<N>) => Optimizer;
}

/** Every optimizer of the paper, with its default learning rate. */
export const optimizers: { readonly [N in OptimizerName]: OptimizerEntry<N> } = {
  sgd: { learningRate: 0.01, create: sgd },
  adam: { learningRate: 1e-3, create: adam },
  adagrad: { learningRate: 1e-2, create: adagrad },
  adadelta: { learningRate: 1, create: adadelta },
  rmsprop: { learningRate: 1e-2, create: rmsprop },
};

/**
 * The optimizer that plain settings describe.
 *
 * @throws RangeError when the name is unknown or a setting lies outside its range
 */
export function optimizerOf(settings: OptimizerSettings): Optimizer {
  if (!Object.hasOwn(optimizers, settings.name)) {
    const names = Object.keys(optimizers).join(', ');
    throw new RangeError(`optimizerOf: name must be one of ${names}, got ${settings.name}`);
  }
  return (optimizers[settings.name].create as (settings: OptimizerSettings) => Optimizer)(settings);
}

// Momentum is off unless asked for, as in PyTorch. A buffer that starts at zero gives PyTorch's first step, buffer = gradient.
function sgd({ momentum = 0, nesterov = false }: SettingsOf<'sgd'>): Optimizer {
  checkFraction('sgd', 'momentum', momentum);
  if (nesterov && momentum === 0) throw new RangeError('sgd: nesterov needs a momentum > 0, got 0');
  return {
    name: 'sgd',
    slots: momentum > 0 ? ['momentum'] : [],
    update({ parameters, gradients, slots: [buffer] }, { learningRate, weightDecay }) {
      for (let index = 0; index < parameters.length; index++) {
        const gradient = gradients[index] + weightDecay * parameters[index];
        let move = gradient;
        if (buffer) {
          const velocity = momentum * buffer[index] + gradient;
          buffer[index] = velocity;
          move = nesterov ? gradient + momentum * velocity : velocity;
        }
        parameters[index] -= learningRate * move;
      }
    },
  };
}

// Kingma and Ba, 2015, algorithm 1.
function adam({ betas: [beta1, beta2] = [0.9, 0.999], epsilon = 1e-8 }: SettingsOf<'adam'>): Optimizer {
  checkFraction('adam', 'betas[0]', beta1);
  checkFraction('adam', 'betas[1]', beta2);
  checkEpsilon('adam', epsilon);
  return {
    name: 'adam',
    slots: ['firstMoment', 'secondMoment'],
    update({ parameters, gradients, slots: [first, second] }, { learningRate, weightDecay, step }) {
      const stepSize = learningRate / (1 - beta1 ** step);
      const correction = 1 / Math.sqrt(1 - beta2 ** step);
      for (let index = 0; index < parameters.length; index++) {
        const gradient = gradients[index] + weightDecay * parameters[index];
        const mean = beta1 * first[index] + (1 - beta1) * gradient;
        const square = beta2 * second[index] + (1 - beta2) * gradient * gradient;
        first[index] = mean;
        second[index] = square;
        parameters[index] -= (stepSize * mean) / (Math.sqrt(square) * correction + epsilon);
      }
    },
  };
}

// Duchi, Hazan and Singer, 2011.
function adagrad({ epsilon = 1e-10 }: SettingsOf<'adagrad'>): Optimizer {
  checkEpsilon('adagrad', epsilon);
  return {
    name: 'adagrad',
    slots: ['squareSum'],
    update({ parameters, gradients, slots: [sums] }, { learningRate, weightDecay }) {
      for (let index = 0; index < parameters.length; index++) {
        const gradient = gradients[index] + weightDecay * parameters[index];
        const sum = sums[index] + gradient * gradient;
        sums[index] = sum;
        parameters[index] -= (learningRate * gradient) / (Math.sqrt(sum) + epsilon);
      }
    },
  };
}

// Zeiler, 2012, algorithm 1.
function adadelta({ rho = 0.9, epsilon = 1e-6 }: SettingsOf<'adadelta'>): Optimizer {
  checkFraction('adadelta', 'rho', rho);
  checkEpsilon('adadelta', epsilon);
  return {
    name: 'adadelta',
    slots: ['squareAverage', 'squareMoveAverage'],
    update({ parameters, gradients, slots: [squares, moves] }, { learningRate, weightDecay }) {
      for (let index = 0; index < parameters.length; index++) {
        const gradient = gradients[index] + weightDecay * parameters[index];
        const square = rho * squares[index] + (1 - rho) * gradient * gradient;
        const move = Math.sqrt((moves[index] + epsilon) / (square + epsilon)) * gradient;
        squares[index] = square;
        moves[index] = rho * moves[index] + (1 - rho) * move * move;
        parameters[index] -= learningRate * move;
      }
    },
  };
}

// Tieleman and Hinton, 2012, lecture 6.5; epsilon outside the root as in PyTorch.
function rmsprop({ alpha = 0.99, epsilon = 1e-8, momentum = 0 }: SettingsOf<'rmsprop'>): Optimizer {
  checkFraction('rmsprop', 'alpha', alpha);
  checkEpsilon('rmsprop', epsilon);
  checkFraction('rmsprop', 'momentum', momentum);
  return {
    name: 'rmsprop',
    slots: momentum > 0 ? ['squareAverage', 'momentum'] : ['squareAverage'],
    update({ parameters, gradients, slots: [squares, buffer] }, { learningRate, weightDecay }) {
      for (let index = 0; index < parameters.length; index++) {
        const gradient = gradients[index] + weightDecay * parameters[index];
        const square = alpha * squares[index] + (1 - alpha) * gradient * gradient;
        squares[index] = square;
        let move = gradient / (Math.sqrt(square) + epsilon);
        if (buffer) {
          move += momentum * buffer[index];
          buffer[index] = move;
        }
        parameters[index] -= learningRate * move;
      }
    },
  };
}

function checkFraction(name: string, setting: string, value: number): void {
  if (!(value >= 0 && value < 1)) throw new RangeError(`${name}: ${setting} must be in [0, 1), got ${value}`);
}

function checkEpsilon(name: string, value: number): void {
  if (!(value > 0 && value < Infinity)) {
    throw new RangeError(`${name}: epsilon must be a number > 0, got ${value}`);
  }
}
