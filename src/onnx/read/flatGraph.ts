import type { AttributeProto, FunctionProto, GraphProto, ModelProto, NodeProto, TensorProto } from 'onnx-buf';
import { FreshNames } from '../graph/freshNames.ts';
import type { Node, Value } from '../graph/graph.ts';
import type { Guard } from '../raise/rule.ts';
import { nodeNames } from './nodeNames.ts';

/** A node of a file; its inputs and outputs are values of the flat graph. */
export interface FlatNode extends Omit<Node, 'attributes'> {
  readonly attributes: readonly FlatAttribute[];
  /** Of the ONNX standard, by which the node was written; 0 where none is stated. */
  readonly opset: number;
  /** The branches that it stands in, the outermost first. */
  readonly guards: readonly Guard[];
}

export interface FlatAttribute {
  readonly name: string;
  /** Where an attribute of a call is meant, that one. */
  readonly proto: AttributeProto;
}

/**
 * A file's graph without functions and branches. In place of a call are the nodes of the function, whose values and nodes
 * have names of their own. The nodes of both branches of an If stand before it; it has its condition, the outputs of
 * `then_branch` and those of `else_branch` as inputs, and no attributes.
 */
export interface FlatGraph {
  readonly nodes: readonly FlatNode[];
  readonly initializers: readonly { readonly name: Value; readonly proto: TensorProto }[];
}

/** Calls within calls; real exports have fewer than ten. */
const MAX_DEPTH = 50;
/** What calls and branches may add to a file, in nodes, inputs, outputs and attributes. */
const MAX_ADDED = 250_000;
/** Of names that nodes within functions are called after. */
const MAX_NAME = 100;
/** Nodes, those of functions and branches in their places included; real exports have some thousands. */
const MAX_NODES = 100_000;
/** Of operators and domains, which every node of a function repeats. */
const MAX_OPERATOR = 500;

/** The values and attributes that a list of nodes sees. */
interface Scope {
  readonly resolve: (name: string) => Value;
  /** Attributes of the call, for nodes that refer to them. */
  readonly attributes: ReadonlyMap<string, AttributeProto>;
  readonly opset: number;
  readonly guards: readonly Guard[];
  /** Name of the node that the list stands for; empty for the file's own. */
  readonly path: string;
  /** Functions that are being put in place. */
  readonly calls: readonly FunctionProto[];
  readonly depth: number;
}

/**
 * Puts functions and branches in their places; time and memory are linear in the file and in what is added, which is bounded.
 *
 * @throws Error that names the node where a function calls itself, where they are nested too deeply or grow too large, or
 *   where there are more than 100,000 nodes
 */
export function flatGraph({ functions, opsetImport, graph }: ModelProto): FlatGraph {
  const { node: protos, initializer, input } = graph!;
  if (protos.length > MAX_NODES) throw tooMany(protos.length);
  const calledBy = functionsByNode(functions);
  const names = nodeNames(protos);
  const nodes: FlatNode[] = [];
  const initializers = initializer.map((proto) => ({ name: proto.name, proto }));
  const values = new FreshNames(initializer.map(({ name }) => name));
  values.take(input.map(({ name }) => name));
  for (const { input: read, output } of protos) {
    values.take(read);
    values.take(output);
  }
  const taken = new FreshNames(names);
  let added = 0;

  function charge(name: string, ...lists: readonly (readonly unknown[])[]): void {
    for (const list of lists) added += 1 + list.length;
    if (added > MAX_ADDED) throw new Error(`'${name}': functions make this graph larger than can be read`);
  }

  function visitAll(list: readonly NodeProto[], own: readonly string[] | undefined, scope: Scope): void {
    list.forEach((proto, index) => {
      visit(proto, own?.[index] ?? innerName(proto, scope), scope);
    });
  }

  function innerName({ name, opType }: NodeProto, { path }: Scope): string {
    return taken.fresh(`${path.slice(0, MAX_NAME)}/${(name || opType).slice(0, MAX_NAME)}`);
  }

  function visit(proto: NodeProto, name: string, scope: Scope): void {
    if (scope.depth > MAX_DEPTH) throw new Error(`'${name}': functions are nested deeper than ${MAX_DEPTH}`);
    if (scope.depth > 0) charge(name, proto.input, proto.output, proto.attribute);
    if (nodes.length >= MAX_NODES) throw tooMany(nodes.length + 1);
    const length = Math.max(proto.opType.length, proto.domain.length);
    if (length > MAX_OPERATOR) throw new Error(`'${name}': an operator's name has ${length} characters`);
    const node: FlatNode = {
      op: proto.opType,
      domain: ofStandard(proto.domain),
      name,
      inputs: proto.input.map(scope.resolve),
      outputs: proto.output.map(scope.resolve),
      attributes: proto.attribute.flatMap((each) => given(each, scope)),
      opset: scope.opset,
      guards: scope.guards,
    };
    const called = calledBy(proto);
    const branches = node.domain === '' && node.op === 'If' ? branchesOf(node) : undefined;
    if (called) call(called, node, scope);
    else if (branches) choose(branches, node, scope);
    else nodes.push(node);
  }

  function call(called: FunctionProto, node: FlatNode, scope: Scope): void {
    if (scope.calls.includes(called))
      throw new Error(`'${node.name}': function '${called.name}' calls itself`);
    charge(node.name, called.input, called.output, called.attributeProto);
    const inner = new Map(called.input.map((formal, index) => [formal, node.inputs[index] ?? '']));
    called.output.forEach((formal, index) => {
      const actual = node.outputs[index] ?? '';
      if (actual === '') return;
      // An input that is an output too.
      const passed = inner.get(formal);
      if (passed !== undefined) nodes.push({ ...node, ...identity, inputs: [passed], outputs: [actual] });
      else inner.set(formal, actual);
    });
    const defaults = called.attributeProto.map((each) => ({ name: each.name, proto: each }));
    visitAll(called.node, undefined, {
      resolve: (name) => (name === '' ? '' : known(inner, name, node.name)),
      attributes: new Map([...defaults, ...node.attributes].map((each) => [each.name, each.proto])),
      opset: standardOpset(called.opsetImport) ?? scope.opset,
      guards: scope.guards,
      path: node.name,
      calls: [...scope.calls, called],
      depth: scope.depth + 1,
    });
  }

  function choose(branches: readonly [GraphProto, GraphProto], node: FlatNode, scope: Scope): void {
    const [condition] = node.inputs;
    const results = branches.flatMap((branch, index) => {
      charge(node.name, branch.initializer, branch.node, branch.output);
      const inner = new Map<string, Value>();
      const own = new Set([
        ...branch.initializer.map(({ name }) => name),
        ...branch.node.flatMap(({ output }) => output),
      ]);
      const resolve = (name: string) =>
        own.has(name) && name ? known(inner, name, node.name) : scope.resolve(name);
      for (const proto of branch.initializer) initializers.push({ name: resolve(proto.name), proto });
      visitAll(branch.node, undefined, {
        ...scope,
        resolve,
        guards: [...scope.guards, { condition, holds: index === 0 }],
        path: node.name,
        depth: scope.depth + 1,
      });
      return branch.output.map(({ name }) => resolve(name));
    });
    nodes.push({ ...node, inputs: [condition, ...results], attributes: [] });
  }

  /** The value that a function or a branch calls `name`. */
  function known(inner: Map<string, Value>, name: string, path: string): Value {
    const value = inner.get(name) ?? values.fresh(`${path.slice(0, MAX_NAME)}/${name.slice(0, MAX_NAME)}`);
    inner.set(name, value);
    return value;
  }

  visitAll(protos, names, {
    resolve: (name) => name,
    attributes: new Map(),
    opset: standardOpset(opsetImport) ?? 0,
    guards: [],
    path: '',
    calls: [],
    depth: 0,
  });
  return { nodes, initializers };
}

const tooMany = (count: number) =>
  new Error(`a graph of ${count} nodes or more is too large to be read, the most is ${MAX_NODES}`);

/** Finds the function that a node calls; undefined for an operator. */
function functionsByNode(
  functions: readonly FunctionProto[],
): (node: NodeProto) => FunctionProto | undefined {
  const keyOf = (domain: string, name: string, overload: string) => JSON.stringify([domain, name, overload]);
  const byKey = new Map(functions.map((each) => [keyOf(each.domain, each.name, each.overload), each]));
  if (byKey.size === 0) return () => undefined;
  return ({ domain, opType, overload }) => byKey.get(keyOf(ofStandard(domain), opType, overload));
}

const ofStandard = (domain: string) => (domain === 'ai.onnx' ? '' : domain);

/** The opset of the ONNX standard among those that a model or a function imports. */
export function standardOpset(imported: ModelProto['opsetImport']): number | undefined {
  const standard = imported.find(({ domain }) => domain === '' || domain === 'ai.onnx');
  return standard && Number(standard.version);
}

/** An attribute that refers to one of the call is that one under its own name, or is absent. */
function given(attribute: AttributeProto, { attributes }: Scope): FlatAttribute[] {
  const { name, refAttrName: referred } = attribute;
  const proto = referred === '' ? attribute : attributes.get(referred);
  return proto ? [{ name, proto }] : [];
}

function branchesOf({ attributes }: FlatNode): readonly [GraphProto, GraphProto] | undefined {
  const [then, otherwise] = ['then_branch', 'else_branch'].map(
    (wanted) => attributes.find(({ name }) => name === wanted)?.proto.g,
  );
  return then && otherwise && [then, otherwise];
}

const identity = { op: 'Identity', domain: '', attributes: [] };
