import { type ElementType, float32, int64, type Tensor } from '../../tensor/tensor.ts';
import { FreshNames, namesIn } from '../graph/freshNames.ts';
import {
  type Attributes,
  type Dim,
  type Domain,
  type Graph,
  type Node,
  typeOfTensor,
  type Value,
  type ValueType,
} from '../graph/graph.ts';
import type { StatedAttributes, StatedName } from '../graph/operators.ts';
import { standardNode } from '../graph/standardNode.ts';
import { inferTypes } from '../infer/inferTypes.ts';
import { type Table, Tables } from './tables.ts';

/**
 * Builds a graph node by node. Every value's type and shape is inferred as its node is added, so a mistake
 * is reported where it is made, and gradient rules can ask for shapes.
 */
export class GraphBuilder {
  readonly #name: string;
  readonly #inputs = new Map<Value, ValueType>();
  readonly #outputs = new Map<Value, ValueType>();
  readonly #initializers = new Map<Value, Tensor>();
  readonly #nodes: Node[] = [];
  readonly #types = new Map<Value, ValueType>();
  readonly #constants = new Map<string, Value>();
  readonly #tables = new Tables();
  /** Of values and of nodes. */
  readonly #names = new FreshNames();
  #metadata: Record<string, string> = {};

  constructor(name: string) {
    this.#name = name;
  }

  /** Goes on from a finished graph: its inputs, outputs, initializers and nodes are there under their names. */
  static from(graph: Graph): GraphBuilder {
    const g = GraphBuilder.rewriting(graph);
    for (const node of graph.nodes) g.append(node, graph.types);
    for (const name of graph.outputs.keys()) g.output(name);
    return g;
  }

  /** Begins a graph anew: its inputs and initializers are there, and the names of its nodes and their outputs are kept. */
  static rewriting(graph: Graph): GraphBuilder {
    const g = new GraphBuilder(graph.name);
    for (const [name, { type, shape }] of graph.inputs) g.input(name, type, shape);
    for (const [name, value] of graph.initializers) g.initializer(name, value);
    g.reserve(graph);
    g.describe(graph.metadata);
    return g;
  }

  input(name: string, type: ElementType, shape: readonly Dim[]): Value {
    this.#claim(name);
    const valueType = { type, shape };
    this.#inputs.set(name, valueType);
    this.#types.set(name, valueType);
    return name;
  }

  /** A named weight or table that the graph carries. */
  initializer(name: string, value: Tensor): Value {
    this.#claim(name);
    this.#initializers.set(name, value);
    this.#types.set(name, typeOfTensor(value));
    return name;
  }

  /** An unnamed constant; small equal ones are stored once. */
  constant(value: Tensor): Value {
    const small = value.data.length <= 16;
    const key = small ? `${value.type}[${value.shape}]${value.data}` : '';
    const known = small ? this.#constants.get(key) : undefined;
    if (known !== undefined) return known;
    const name = this.initializer(this.fresh('constant'), value);
    if (small) this.#constants.set(key, name);
    return name;
  }

  /** @throws what `Tables` throws */
  table(table: Table): Value {
    return this.#tables.find(table, (made) => this.constant(made));
  }

  scalar(value: number): Value {
    return this.constant(float32([], [value]));
  }

  ints(...values: number[]): Value {
    return this.constant(int64([values.length], values));
  }

  /** Adds a node of the ONNX standard with one output and returns that output's name. */
  add<Op extends string, D extends Domain = ''>(
    op: StatedName<D, Op>,
    inputs: readonly Value[],
    attributes?: StatedAttributes<D, Op>,
    options?: NodeOptions<D>,
  ): Value;
  add(op: string, inputs: readonly Value[], attributes: Attributes = {}, options: NodeOptions = {}): Value {
    return this.addMany(op, inputs, 1, attributes, options)[0];
  }

  /** Adds a node with `count` outputs and returns their names. */
  addMany<Op extends string, D extends Domain = ''>(
    op: StatedName<D, Op>,
    inputs: readonly Value[],
    count: number,
    attributes?: StatedAttributes<D, Op>,
    options?: NodeOptions<D>,
  ): Value[];
  addMany(
    op: string,
    inputs: readonly Value[],
    count: number,
    attributes: Attributes = {},
    { domain = '', name }: NodeOptions = {},
  ): Value[] {
    const nodeName = this.fresh(name ?? op);
    const outputs = [
      nodeName,
      ...Array.from({ length: count - 1 }, (_, index) => this.fresh(`${nodeName}:${index + 1}`)),
    ];
    this.append({ op, domain, name: nodeName, inputs, outputs, attributes });
    return outputs;
  }

  /**
   * Adds a finished node under its own names; a name that another node has gets a number.
   *
   * @param known types of the node's outputs, used instead of inference where given
   * @throws Error when an input is not a value of this graph, or when shapes do not fit
   */
  append(node: Node, known?: ReadonlyMap<Value, ValueType>): void {
    for (const input of node.inputs) {
      if (input !== '' && !this.#types.has(input)) {
        throw new Error(
          `${node.op} '${node.name}': input '${input}' is not a value of graph '${this.#name}'`,
        );
      }
    }
    const knownTypes = node.outputs.map((output) => known?.get(output));
    const types = knownTypes.every((type, index) => type !== undefined || node.outputs[index] === '')
      ? knownTypes
      : inferTypes(
          node,
          node.inputs.map((input) => this.#types.get(input)),
          (value) => this.#initializers.get(value),
        );
    node.outputs.forEach((output, index) => {
      if (output === '') return;
      this.#claim(output);
      this.#types.set(output, types[index]!);
    });
    const name = this.#names.forNode(node.name);
    this.#nodes.push(name === node.name ? node : { ...node, name });
  }

  /** Declares `value` an output, under `name` where given (through an Identity node). */
  output(value: Value, name: string = value): Value {
    if (name !== value) {
      this.append(standardNode('Identity', { name, inputs: [value] }));
    }
    this.#outputs.set(name, this.type(name));
    return name;
  }

  /** Text that travels with the model. */
  describe(metadata: Readonly<Record<string, string>>): void {
    Object.assign(this.#metadata, metadata);
  }

  /** Nodes so far. */
  get size(): number {
    return this.#nodes.length;
  }

  get metadata(): Readonly<Record<string, string>> {
    return this.#metadata;
  }

  type(value: Value): ValueType {
    const type = this.#types.get(value);
    if (!type) throw new Error(`'${value}' is not a value of graph '${this.#name}'`);
    return type;
  }

  /**
   * The shape of a value, all sizes known.
   *
   * @throws Error when a size is known only when the graph runs
   */
  shape(value: Value): readonly number[] {
    const { shape } = this.type(value);
    if (shape.some((dim) => typeof dim === 'string')) {
      throw new Error(`'${value}' of graph '${this.#name}' has no fixed shape: [${shape}]`);
    }
    return shape as readonly number[];
  }

  /** The tensor of an initializer, undefined for any other value. */
  constantOf(value: Value): Tensor | undefined {
    return this.#initializers.get(value);
  }

  /** A name that no value and no node of this graph has: `base`, else `base_2`, `base_3`, … */
  fresh(base: string): string {
    return this.#names.fresh(base);
  }

  /** Keeps `fresh` from giving out the names of a graph whose nodes and initializers are still to be added. */
  reserve(graph: Pick<Graph, 'nodes' | 'initializers'>): void {
    this.#names.take(namesIn(graph));
  }

  build(): Graph {
    return {
      name: this.#name,
      inputs: new Map(this.#inputs),
      outputs: new Map(this.#outputs),
      initializers: new Map(this.#initializers),
      nodes: [...this.#nodes],
      types: new Map(this.#types),
      metadata: { ...this.#metadata },
    };
  }

  #claim(name: string): void {
    if (this.#types.has(name)) throw new Error(`graph '${this.#name}' has two values named '${name}'`);
    this.#names.take([name]);
  }
}

export interface NodeOptions<D extends Domain = Domain> {
  readonly domain?: D;
  /** The node's name and its first output's; by default the operator's, made unique. */
  readonly name?: string;
}
