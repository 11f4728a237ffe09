import { GraphBuilder } from '../../onnx/build/builder.ts';
import type { Value } from '../../onnx/graph/graph.ts';
import { standardNode } from '../../onnx/graph/standardNode.ts';
import { float32, type Tensor } from '../../tensor/tensor.ts';
import { initialWeights } from './initialWeights.ts';
import type { DropoutPlace, Network, NetworkOptions, RunningStatistics } from './network.ts';

export interface ConvolutionOptions {
  /** Number of output channels. */
  readonly channels: number;
  /** Height and width of the kernel. */
  readonly kernel: number;
  readonly stride?: number;
  /** Zeros on every side. */
  readonly padding?: number;
  /** Whether each output channel adds a trained number; by default true. */
  readonly bias?: boolean;
}

/**
 * Adds the layers of a network to a graph under PyTorch's parameter names, and remembers what a training loop
 * must know of them. Every operator works at any batch size.
 */
export class Layers {
  readonly options: NetworkOptions;
  /** The network's input, [batch, c, h, w] in [0, 1]. */
  readonly images: Value;
  readonly #g: GraphBuilder;
  readonly #batch: number | string;
  readonly #parameters: string[] = [];
  readonly #runningStatistics: RunningStatistics[] = [];
  readonly #dropoutMasks: string[] = [];

  constructor(name: string, options: NetworkOptions) {
    this.options = options;
    this.#batch = options.batch ?? 'N';
    this.#g = new GraphBuilder(name);
    this.images = this.#g.input('images', 'float32', [this.#batch, ...options.shape]);
  }

  /** Channels (and height and width) of one image's value. */
  shape(x: Value): readonly number[] {
    return this.#g.type(x).shape.slice(1) as number[];
  }

  /** [batch, c, h, w] → [batch, channels, h′, w′]; parameters `<name>.weight` and, with a bias, `<name>.bias`. */
  convolution(
    name: string,
    x: Value,
    { channels, kernel, stride = 1, padding = 0, bias = true }: ConvolutionOptions,
  ): Value {
    const weight = this.#weights(`${name}.weight`, [channels, this.shape(x)[0], kernel, kernel]);
    const inputs = bias ? [x, weight, this.#filled(`${name}.bias`, channels, 0)] : [x, weight];
    return this.#g.add('Conv', inputs, window(kernel, stride, padding), { name });
  }

  /** Batch normalisation over batch, height and width where the options ask for it; otherwise `x` itself. */
  batchNorm(name: string, x: Value): Value {
    if (!this.options.batchNorm) return x;
    const [channels] = this.shape(x);
    const scale = this.#filled(`${name}.weight`, channels, 1);
    const offset = this.#filled(`${name}.bias`, channels, 0);
    const mean = this.#initializer(`${name}.running_mean`, [channels], () => constant(channels, 0));
    const variance = this.#initializer(`${name}.running_var`, [channels], () => constant(channels, 1));
    const inputs = [x, scale, offset, mean, variance];
    if (!this.options.training) {
      this.#runningStatistics.push({ mean, variance, batchMean: '', batchVariance: '' });
      return this.#g.add('BatchNormalization', inputs, { epsilon: 1e-5 }, { name });
    }
    // A momentum of 0 forgets the running statistics, so outputs 2 and 3 are those of the batch alone.
    const attributes = { epsilon: 1e-5, momentum: 0, training_mode: 1 };
    const outputs = [this.#g.fresh(name), `${name}.batch_mean`, `${name}.batch_var`];
    const [y, batchMean, batchVariance] = outputs;
    this.#g.append(standardNode('BatchNormalization', { name: y, inputs, outputs, attributes }));
    this.#runningStatistics.push({
      mean,
      variance,
      batchMean: this.#g.output(batchMean),
      batchVariance: this.#g.output(batchVariance),
    });
    return y;
  }

  relu(x: Value): Value {
    return this.#g.add('Relu', [x]);
  }

  add(a: Value, b: Value): Value {
    return this.#g.add('Add', [a, b]);
  }

  maxPool(x: Value, kernel: number, stride: number, padding = 0): Value {
    return this.#g.add('MaxPool', [x], window(kernel, stride, padding));
  }

  /** The largest of each `factor`×`factor` square; a side that it does not divide ends in a smaller square. */
  shrink(x: Value, factor = 2): Value {
    const [, height, width] = this.shape(x);
    const end = [height, width].map((side) => (factor - (side % factor)) % factor);
    return this.#g.add('MaxPool', [x], {
      kernel_shape: [factor, factor],
      strides: [factor, factor],
      pads: [0, 0, ...end],
    });
  }

  averagePool(x: Value, kernel: number, stride: number): Value {
    return this.#g.add('AveragePool', [x], window(kernel, stride, 0));
  }

  /** `before` zero channels in front of those of `x` and `after` behind them. */
  padChannels(x: Value, before: number, after: number): Value {
    return this.#g.add('Pad', [x, this.#g.ints(0, before, 0, 0, 0, after, 0, 0)], { mode: 'constant' });
  }

  /** [batch, c, h, w] → [batch, c]. */
  globalAveragePool(x: Value): Value {
    return this.flatten(this.#g.add('GlobalAveragePool', [x]));
  }

  /** [batch, c, h, w] → [batch, c·h·w]. */
  flatten(x: Value): Value {
    return this.#g.add('Flatten', [x], { axis: 1 });
  }

  /** [batch, in] → [batch, units]; parameters `<name>.weight` [units, in] and `<name>.bias`. */
  linear(name: string, x: Value, units: number, output: Value = this.#g.fresh(name)): Value {
    const weight = this.#weights(`${name}.weight`, [units, this.shape(x)[0]]);
    const inputs = [x, weight, this.#filled(`${name}.bias`, units, 0)];
    this.#g.append(standardNode('Gemm', { name, inputs, outputs: [output], attributes: { transB: 1 } }));
    return output;
  }

  /** Drops half of the inputs [batch, in] of the layer `name` in a network that trains with dropout there. */
  dropout(name: string, x: Value): Value {
    return this.#dropout('fully-connected', name, x);
  }

  /** Drops half of the last feature map [batch, c, h, w], which the head pools or flattens, in a network that trains with dropout there. */
  dropoutMap(x: Value): Value {
    return this.#dropout('last-map', 'last_map', x);
  }

  #dropout(place: DropoutPlace, name: string, x: Value): Value {
    const { training, dropout, dropoutPlace = 'fully-connected' } = this.options;
    if (!training || !dropout || dropoutPlace !== place) return x;
    const mask = this.#g.input(`${name}.mask`, 'float32', [this.#batch, ...this.shape(x)]);
    this.#dropoutMasks.push(mask);
    return this.#g.add('Mul', [x, mask]);
  }

  /** The last fully connected layer, [batch, in] → [batch, classes]. */
  logits(name: string, x: Value): Value {
    return this.linear(name, x, this.options.classes, 'logits');
  }

  /** The network whose output is `logits`. */
  finish(logits: Value): Network {
    this.#g.output(logits);
    return {
      graph: this.#g.build(),
      parameters: this.#parameters,
      runningStatistics: this.#runningStatistics,
      dropoutMasks: this.#dropoutMasks,
    };
  }

  #weights(name: string, shape: readonly number[]): Value {
    const { initialization = 'xavier', random } = this.options;
    this.#parameters.push(name);
    return this.#initializer(name, shape, () =>
      initialWeights(shape, { initialization, random: random!.fork(name) }),
    );
  }

  #filled(name: string, size: number, value: number): Value {
    this.#parameters.push(name);
    return this.#initializer(name, [size], () => constant(size, value));
  }

  #initializer(name: string, shape: readonly number[], fresh: () => Tensor): Value {
    const { weights } = this.options;
    if (!weights) return this.#g.initializer(name, fresh());
    if (weights === 'zeros') return this.#g.initializer(name, float32(shape));
    const known = weights.get(name);
    if (!known) throw new Error(`buildNetwork: the weights have no '${name}'`);
    if (known.type !== 'float32' || `${known.shape}` !== `${shape}`) {
      throw new RangeError(
        `buildNetwork: '${name}' must be float32 [${shape}], got ${known.type} [${known.shape}]`,
      );
    }
    return this.#g.initializer(name, known);
  }
}

function constant(size: number, value: number): Tensor<'float32'> {
  return float32([size], new Float32Array(size).fill(value));
}

function window(kernel: number, stride: number, padding: number) {
  return {
    kernel_shape: [kernel, kernel],
    strides: [stride, stride],
    pads: [padding, padding, padding, padding],
  };
}
