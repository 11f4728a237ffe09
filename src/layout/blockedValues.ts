import type { GraphBuilder } from '../onnx/build/builder.ts';
import type { Value, ValueType } from '../onnx/graph/graph.ts';
import { float32, type Tensor } from '../tensor/tensor.ts';
import { blockWeights } from './blockWeights.ts';
import { reorderWeights } from './reorderWeights.ts';

const domain = 'com.microsoft.nchwc';

/** The values of a graph that is being rewritten, each in the plain layout, the blocked one, or both. */
export class BlockedValues {
  readonly g: GraphBuilder;
  /** Channels in a block. */
  readonly block: number;
  readonly #plain = new Map<Value, Value>();
  readonly #blocked = new Map<Value, Value>();
  readonly #weights = new Map<Value, Value>();

  /** Inputs that were read as blocked weights. */
  readonly blockedInputs = new Set<Value>();
  readonly #blockable: ReadonlyMap<Value, ValueType>;

  /** @param blockable inputs that may be asked for in blocked order */
  constructor(g: GraphBuilder, block: number, blockable: ReadonlyMap<Value, ValueType>) {
    this.g = g;
    this.block = block;
    this.#blockable = blockable;
  }

  /** A convolution's weights in blocked order. */
  readonly weights = (value: Value): Value => {
    if (this.#blockable.has(value)) {
      this.blockedInputs.add(value);
      return value;
    }
    const constant = this.g.constantOf(value);
    return constant ? this.#reordered(value, constant) : blockWeights(this.g, this.plain(value), this.block);
  };

  /** Weights that stand still, in blocked order: each session that reorders them itself holds them several times. */
  #reordered(value: Value, { shape, data }: Tensor): Value {
    const known = this.#weights.get(value);
    if (known !== undefined) return known;
    const reordered = float32(shape);
    reorderWeights(data as Float32Array, reordered.data, { shape, block: this.block, to: 'blocked' });
    const name = this.g.initializer(this.g.fresh(`${value}.blocked`), reordered);
    this.#weights.set(value, name);
    return name;
  }

  /** Whether a value is there in the blocked layout. */
  readonly isBlocked = (value: Value): boolean => this.#blocked.has(value);

  /** A value of the old graph in the plain layout, reordered once where it is there only in blocks. */
  readonly plain = (value: Value): Value => {
    const known = this.#plain.get(value);
    if (known !== undefined) return known;
    const blocked = this.#blocked.get(value);
    if (blocked === undefined) return value;
    const channels = this.g.type(blocked).shape[1] as number;
    const plain = this.g.add(
      'ReorderOutput',
      [blocked],
      { channels },
      { domain, name: `${value}.reordered` },
    );
    this.#plain.set(value, plain);
    return plain;
  };

  /** A value of the old graph in blocks, reordered once where it is there only plain. */
  readonly blocked = (value: Value): Value => {
    const known = this.#blocked.get(value);
    if (known !== undefined) return known;
    const blocked = this.g.add('ReorderInput', [this.plain(value)], {}, { domain, name: `${value}.blocked` });
    this.#blocked.set(value, blocked);
    return blocked;
  };

  readonly setPlain = (value: Value, plain: Value): void => {
    this.#plain.set(value, plain);
  };

  readonly setBlocked = (value: Value, blocked: Value): void => {
    this.#blocked.set(value, blocked);
  };

  /** The shape of a value of the old graph, undefined unless all sizes but the first are known. */
  readonly shape = (value: Value): readonly number[] => {
    const known = this.#blocked.get(value) ?? this.#plain.get(value) ?? value;
    return this.g.type(known).shape as readonly number[];
  };

  /** Whether a value is [N, C, H, W] with whole blocks of channels. */
  readonly divides = (value: Value): boolean => {
    const shape = this.shape(value);
    return shape.length === 4 && shape[1] % this.block === 0;
  };
}
