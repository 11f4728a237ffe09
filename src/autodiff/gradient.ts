import { GraphBuilder } from '../onnx/build/builder.ts';
import type { Graph, Node, Value } from '../onnx/graph/graph.ts';
import type { NodeOf } from '../onnx/graph/operators.ts';
import { float32, sizeOf } from '../tensor/tensor.ts';
import { add, zeros } from './rules/operators.ts';
import { ruleOf } from './rules.ts';

export interface GradientOptions {
  /** The value to differentiate: float32 with one element, such as a loss. */
  readonly of: Value;
  /** Inputs, initializers or inner values that `of` depends on. */
  readonly withRespectTo: readonly Value[];
}

/** Nodes of a graph with its gradient: ONNX Runtime's time to load one grows faster than its size. Real ones have thousands. */
const MAX_NODES = 50_000;

/**
 * Adds the gradient of a scalar to a graph, by reverse accumulation.
 *
 * The walk visits only nodes that lie between the requested values and `of`, last first. All shapes on the way
 * must be fixed. Where a function has a kink, the gradient is the one that PyTorch takes.
 *
 * @returns the graph with one more output per requested value, `gradient/<value>`, of that value's shape
 * @throws Error when `of` is not a float32 scalar or does not depend on a requested value, when there are more than 50,000
 *   nodes with the gradient's, or, with the node's name, when an operator has no gradient rule
 */
export function gradient(graph: Graph, { of, withRespectTo }: GradientOptions): Graph {
  checkNodeCount(graph.nodes.length);
  const g = GraphBuilder.from(graph);
  const { type, shape } = g.type(of);
  if (type !== 'float32' || sizeOf(g.shape(of)) !== 1) {
    throw new Error(`gradient: '${of}' must be a float32 scalar, got ${type} [${shape}]`);
  }
  const sources = ancestorsOf(graph, of);
  for (const value of withRespectTo) {
    g.type(value);
    if (!sources.has(value)) throw new Error(`gradient: '${of}' does not depend on '${value}'`);
  }
  const path = dependentsOf(graph, g, withRespectTo);
  const gradients = new Map<Value, Value>([[of, g.constant(float32(g.shape(of), [1]))]]);
  for (const node of [...graph.nodes].reverse()) {
    const { inputs, outputs } = node;
    const [first = null, ...others] = outputs.map((output) => gradients.get(output) ?? null);
    const needs = inputs.map((input) => path.has(input));
    if (!needs.includes(true) || (first === null && others.every((dy) => dy === null))) continue;
    const rule = ruleOf(node);
    const dy = [first ?? zeros(g, g.shape(outputs[0])), ...others] as const;
    const results = rule({ g, node: node as NodeOf<never>, inputs, outputs, dy, needs });
    checkNodeCount(g.size);
    inputs.forEach((input, index) => {
      const result = needs[index] ? results[index] : null;
      if (result == null) return;
      const known = gradients.get(input);
      gradients.set(input, known === undefined ? result : add(g, known, result));
    });
  }
  for (const value of withRespectTo) {
    // On the way to `of`, but only through inputs that have no gradient, such as a comparison's.
    g.output(gradients.get(value) ?? zeros(g, g.shape(value)), `gradient/${value}`);
  }
  return g.build();
}

/** @throws Error where there are too many nodes for a graph with its gradient */
export function checkNodeCount(nodes: number): void {
  if (nodes > MAX_NODES)
    throw new Error(
      `gradient: the model with its gradient has more than ${MAX_NODES} nodes, which are too many`,
    );
}

/** `of` and all values that it is computed from. */
function ancestorsOf(graph: Graph, of: Value): ReadonlySet<Value> {
  const ancestors = new Set([of]);
  for (const { inputs, outputs } of [...graph.nodes].reverse()) {
    if (outputs.some((output) => ancestors.has(output))) for (const input of inputs) ancestors.add(input);
  }
  return ancestors;
}

/**
 * `values` and what is computed from them that a gradient reaches: floating-point values, and the whole numbers that
 * quantisation makes of them, whose rounding it goes straight through. A scale that is computed from values is no way to
 * them: what it changes in the whole numbers it changes back in the floats that these stand for.
 */
function dependentsOf(graph: Graph, g: GraphBuilder, values: readonly Value[]): ReadonlySet<Value> {
  const dependents = new Set(values);
  const isFloat = (value: Value) => g.type(value).type.startsWith('float');
  for (const { op, inputs, outputs } of graph.nodes satisfies readonly Node[]) {
    const reached = inputs.filter((input) => dependents.has(input));
    if (reached.length === 0) continue;
    const keepsWhole = op.endsWith('QuantizeLinear') || !reached.every(isFloat);
    for (const output of op === 'DynamicQuantizeLinear' ? outputs.slice(0, 1) : outputs)
      if (output !== '' && (keepsWhole || isFloat(output))) dependents.add(output);
  }
  return dependents;
}
