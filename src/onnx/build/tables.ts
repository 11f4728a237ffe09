import { float32, sizeOf, type Tensor } from '../../tensor/tensor.ts';
import type { Value } from '../graph/graph.ts';

/** A constant that nodes share, made when it is first asked for. */
export interface Table {
  /** Says all that the numbers depend on. */
  readonly key: string;
  readonly shape: readonly number[];
  /** Puts the numbers in the place of zeros. */
  readonly fill: (data: Float32Array) => void;
}

/** Numbers in the tables of one graph: half a gigabyte. */
const MAX_NUMBERS = 2 ** 27;

/** The tables of one graph. */
export class Tables {
  readonly #known = new Map<string, Value>();
  #numbers = 0;

  /**
   * @param store puts a table into the graph
   * @throws Error when the tables are larger than those of one graph may be
   */
  find({ key, shape, fill }: Table, store: (made: Tensor) => Value): Value {
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    this.#numbers += sizeOf(shape);
    if (!(this.#numbers <= MAX_NUMBERS)) {
      throw new Error(`tables of ${this.#numbers} numbers, more than ${MAX_NUMBERS}, are needed (${key})`);
    }
    const made = float32(shape);
    fill(made.data);
    const value = store(made);
    this.#known.set(key, value);
    return value;
  }
}
