import type { GraphProto, ModelProto, NodeProto } from 'onnx-buf';
import type { Value } from '../graph/graph.ts';
import { sortNodes } from '../rewrite/sortNodes.ts';
import type { RawEnd } from './rawEnds.ts';
import { controlFlow, domains } from './readable.ts';
import { standardOperators } from './standardOperators.ts';

/**
 * The ends that ONNX Runtime can get at, as far as that is seen without knowing the operators: every value is made once, by
 * nodes that do not wait for themselves, of operators that are ONNX Runtime's own or functions of the file.
 *
 * @throws Error of one line where none is left
 */
export function runnableEnds({ graph, functions }: ModelProto, ends: readonly RawEnd[]): RawEnd[] {
  const { node, input, initializer, sparseInitializer } = graph!;
  const given = new Set([
    ...[...input, ...initializer].map(({ name }) => name),
    ...sparseInitializer.map(({ values }) => values?.name ?? ''),
  ]);
  const own = new Set(functions.map(({ domain, name }) => `${ofStandard(domain)}:${name}`));
  for (const { node: nodes } of functions) for (const each of nodes) checkNode(each, own);
  const failureOf = (some: readonly RawEnd[]): unknown => {
    const sources = some.map(({ source }) => source);
    try {
      checkNodes(nodesBehind(node, sources), given, own);
      return undefined;
    } catch (error) {
      return error;
    }
  };
  // As a rule all are, which is seen at once.
  const all = failureOf(ends);
  const failures = all === undefined ? [] : ends.map((end) => failureOf([end]));
  const runnable = ends.filter((_, index) => failures[index] === undefined);
  if (runnable.length === 0) throw failures[0] ?? new Error('no output could be the classes');
  return runnable;
}

function checkNodes(nodes: readonly NodeProto[], given: ReadonlySet<Value>, own: ReadonlySet<string>): void {
  const plain = nodes.map(({ opType, name, domain, input, output }) => ({
    ...{ op: opType, name: name || output[0], domain, attributes: {} },
    inputs: input,
    outputs: output,
  }));
  sortNodes(plain, given);
  for (const each of nodes) checkNode(each, own);
}

/** Domains of ONNX Runtime's own operators, those of classical models among them. */
const runnableDomains = new Set<string>([...domains, 'ai.onnx.ml']);

/** The graphs that an operator cannot do without. */
const bodies: Readonly<Record<string, readonly string[]>> = { If: ['then_branch', 'else_branch'] };

const ofStandard = (domain: string) => (domain === 'ai.onnx' ? '' : domain);

function checkNode(
  { opType: op, domain: stated, name, output, attribute }: NodeProto,
  own: ReadonlySet<string>,
): void {
  const domain = ofStandard(stated);
  const fail = (reason: string) => new Error(`${op} '${name || output[0]}': ${reason}`);
  if (!own.has(`${domain}:${op}`)) {
    if (!runnableDomains.has(domain)) throw fail(`operators of domain '${domain}' are not supported`);
    if (domain === '' && !standardOperators.has(op)) throw fail('ONNX has no such operator');
  }
  const graphs = new Map(attribute.flatMap(({ name: key, g }) => (g ? [[key, g] as const] : [])));
  const wanted = domain === '' && controlFlow.has(op) ? (bodies[op] ?? ['body']) : [];
  const missing = wanted.find((key) => !graphs.has(key));
  if (missing !== undefined) throw fail(`its graph ${missing} is missing`);
  for (const graph of graphs.values()) for (const each of graph.node) checkNode(each, own);
}

/** The nodes that some values are made by, in the order of the file; graphs inside nodes may read any value. */
export function nodesBehind(nodes: readonly NodeProto[], values: readonly Value[]): NodeProto[] {
  const makers = new Map(nodes.flatMap((node) => node.output.map((value) => [value, node] as const)));
  const needed = new Set<NodeProto>();
  const waiting = [...values];
  for (let value = waiting.pop(); value !== undefined; value = waiting.pop()) {
    const node = makers.get(value);
    if (!node || needed.has(node)) continue;
    needed.add(node);
    for (const read of readBy(node)) waiting.push(read);
  }
  return nodes.filter((node) => needed.has(node));
}

function* readBy({ input, attribute }: NodeProto): Generator<Value> {
  yield* input;
  for (const { g, graphs } of attribute) {
    for (const graph of g ? [g, ...graphs] : graphs) yield* readInside(graph);
  }
}

function* readInside({ node, output }: GraphProto): Generator<Value> {
  for (const { name } of output) yield name;
  for (const each of node) yield* readBy(each);
}
