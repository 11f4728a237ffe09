import type { Value } from '../../onnx/graph/graph.ts';
import type { ConvolutionOptions, Layers } from './layers.ts';

/**
 * Layers one after the other, named `<name>.<index>` by their place as in PyTorch's `Sequential`, where
 * activations and pools take an index too.
 */
export class Sequence {
  /** The last layer's value so far. */
  x: Value;
  readonly #layers: Layers;
  readonly #name: string;
  #index = 0;

  constructor(layers: Layers, name: string, x: Value) {
    this.#layers = layers;
    this.#name = name;
    this.x = x;
  }

  /** A convolution with bias, batch normalisation where the network has it, and ReLU. */
  convolution(options: ConvolutionOptions): void {
    this.x = this.#layers.convolution(this.#next(), this.x, options);
    if (this.#layers.options.batchNorm) this.x = this.#layers.batchNorm(this.#next(), this.x);
    this.x = this.#layers.relu(this.x);
    this.#next();
  }

  pool(pool: (x: Value) => Value): void {
    this.x = pool(this.x);
    this.#next();
  }

  #next(): string {
    return `${this.#name}.${this.#index++}`;
  }
}
