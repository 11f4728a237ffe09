import { elementTypeCodes, widenedCodes } from '../graph/elementTypes.ts';
import type { Attribute, Attributes, Node } from '../graph/graph.ts';
import type { OperatorIn, ReductionName } from '../graph/operators.ts';
import { standardNode } from '../graph/standardNode.ts';
import { ShapeError } from '../infer/rule.ts';
import type { ConvertedName, FileAttributeName } from './convertedOperators.ts';
import {
  type Conversion,
  type ConversionRules,
  constantInts,
  intAttribute,
  intsConstant,
  type Raising,
  raiseError,
  rankOf,
  withAttributes,
} from './rule.ts';

/** Reductions of opset 18 take their axes as an input. */
const reduce: Conversion<ReductionName> = (node, raising) => {
  const axes = constantInts(node, raising, 1) ?? [];
  const plain = { ...withAttributes(node, ['noop_with_empty_axes']), inputs: [node.inputs[0]] };
  if (axes.length > 0) return [withAttributes(plain, [], { axes })];
  if (intAttribute(node, 'noop_with_empty_axes', 0) === 0) return [plain];
  return ofEachElement(plain);
};

/** What a reduction does to an element where it goes over no axis. */
function ofEachElement(node: Node): Node[] {
  const { op, inputs } = node;
  if (op === 'ReduceSumSquare')
    return [{ ...node, op: 'Mul', inputs: [inputs[0], inputs[0]], attributes: {} }];
  const elementwise: Readonly<Record<string, OperatorIn<''>>> = {
    ReduceL1: 'Abs',
    ReduceL2: 'Abs',
    ReduceLogSum: 'Log',
  };
  return [{ ...node, op: elementwise[op] ?? 'Identity', attributes: {} }];
}

/** Numbers of a list that is made of the sizes that a node states, which may be any. */
const MOST_NUMBERS = 2 ** 20;

/** @throws ShapeError, for ONNX Runtime would count them out too */
function requireShort(count: number, node: Node, raising: Raising): void {
  if (count <= MOST_NUMBERS) return;
  const rule = `takes a list of ${count} numbers, at most ${MOST_NUMBERS} are made`;
  throw new ShapeError(raiseError(node, raising, rule).message);
}

/** `num_outputs` equal parts of which the last may be smaller. */
const split: Conversion<'Split'> = (node, raising) => {
  const count = node.attributes.num_outputs;
  const plain = withAttributes(node, ['num_outputs']);
  if (typeof count !== 'number' || node.inputs[1]) return [plain];
  const shape = raising.typeOf(node.inputs[0])?.shape ?? [];
  const size = shape.at(intAttribute(node, 'axis', 0));
  if (typeof size !== 'number') throw raiseError(node, raising, 'the size of its axis must be known');
  // More parts than elements would be empty ones, as many as a file likes.
  if (!(count >= 1 && count <= Math.max(size, 1))) {
    throw raiseError(node, raising, `num_outputs must be in 1 … ${size}, got ${count}`);
  }
  requireShort(count, node, raising);
  const part = Math.ceil(size / count);
  const parts = Array.from({ length: count }, (_, index) => Math.max(0, Math.min(part, size - part * index)));
  return [{ ...plain, inputs: [node.inputs[0], intsConstant(raising, `${node.name}.split`, parts)] }];
};

/** Pads for some axes become pads for all; what wraps round is taken by index. */
const pad: Conversion<'Pad'> = (node, raising) => {
  const wraps = node.attributes.mode === 'wrap';
  const axes = constantInts(node, raising, 3);
  if (!axes && !wraps) return [node];
  const rank = rankOf(node, raising);
  const pads = constantInts(node, raising, 1) ?? [];
  const all = new Array<number>(2 * rank).fill(0);
  (axes ?? all.slice(rank).map((_, axis) => axis)).forEach((axis, index) => {
    const place = axis < 0 ? axis + rank : axis;
    all[place] = pads[index];
    all[place + rank] = pads[index + pads.length / 2];
  });
  if (wraps) return wrapped(node, raising, all);
  const inputs = [node.inputs[0], intsConstant(raising, `${node.name}.pads`, all), node.inputs[2] ?? ''];
  return [{ ...node, inputs }];
};

function wrapped(node: Node, raising: Raising, pads: readonly number[]): Node[] {
  const shape = raising.typeOf(node.inputs[0])?.shape ?? [];
  const axes = shape.flatMap((_, axis) => (pads[axis] !== 0 || pads[axis + shape.length] !== 0 ? axis : []));
  if (axes.length === 0)
    return [{ ...node, op: 'Identity', inputs: node.inputs.slice(0, 1), attributes: {} }];
  const names = axes.map((axis) => raising.fresh(`${node.name}.${axis}`));
  return axes.map((axis, index) => {
    const size = shape[axis];
    if (typeof size !== 'number') throw raiseError(node, raising, 'the sizes that it wraps must be known');
    const [before, after] = [pads[axis], pads[axis + shape.length]];
    // Negative pads take pixels away before the rest is repeated.
    const [first, last] = [Math.max(0, -before), size - Math.max(0, -after)];
    const kept = last - first;
    const count = size + before + after;
    if (!(kept > 0 && count >= 0)) throw raiseError(node, raising, `pads [${pads}] leave nothing to repeat`);
    requireShort(count, node, raising);
    const places = Array.from(
      { length: count },
      (_, place) => first + ((((place - Math.max(0, before)) % kept) + kept) % kept),
    );
    return standardNode('Gather', {
      name: names[index],
      inputs: [index === 0 ? node.inputs[0] : names[index - 1], intsConstant(raising, names[index], places)],
      outputs: index === axes.length - 1 ? node.outputs : [names[index]],
      attributes: { axis },
    });
  });
}

/** The axis of a Fourier transform; −2 is the last of the real axes, before that of the complex parts. */
const fourier: Conversion<'DFT'> = (node, raising) => {
  const [axis] = constantInts(node, raising, 2) ?? [-2];
  const counted = axis < 0 ? axis + rankOf(node, raising) : axis;
  return [{ ...withAttributes(node, [], { axis: counted }), inputs: node.inputs.slice(0, 2) }];
};

type IsDefault = (value: Attribute) => boolean;

type Defaults<Op extends ConvertedName> = { readonly [Name in FileAttributeName<Op>]?: IsDefault };

/** Drops attributes that opset 17 does not have, where they say what opset 17 does. */
const without =
  <Op extends ConvertedName>(defaults: Defaults<Op>): Conversion<Op> =>
  (node, raising) => {
    const attributes: Attributes = node.attributes;
    for (const [name, isDefault] of Object.entries(defaults as Readonly<Record<string, IsDefault>>)) {
      const value = attributes[name];
      if (value !== undefined && !isDefault(value)) {
        throw raiseError(node, raising, `${name} ${value} has no counterpart in opset 17`);
      }
    }
    return [withAttributes(node, Object.keys(defaults) as FileAttributeName<Op>[])];
  };

const isZero = (value: Attribute) => value === 0;
const areOnes = (value: Attribute) => Array.isArray(value) && value.every((size) => size === 1);

/** Opset 13 brought bfloat16, which is read as float32, and opset 19 what to do with numbers that do not fit. */
const cast: Conversion<'Cast'> = (node, raising) => {
  const plain = withAttributes(node, ['saturate', 'round_mode']);
  const code = intAttribute(node, 'to', 0);
  if (code === widenedCodes.bfloat16) return [withAttributes(plain, [], { to: elementTypeCodes.float32 })];
  if (code === widenedCodes.int4 || code === widenedCodes.uint4) {
    throw raiseError(node, raising, 'whole numbers of 4 bits are read of weights only');
  }
  return [plain];
};

const reductionFrom18 = [{ from: 18, convert: reduce }];

/** Scatter's reductions max and min came with opset 18. */
const scatter: Conversion<'ScatterElements' | 'ScatterND'> = (node, raising) => {
  const { reduction } = node.attributes;
  if (reduction === 'max' || reduction === 'min') {
    throw raiseError(node, raising, `reduction ${reduction} has no counterpart in opset 17`);
  }
  return [node];
};

/** Operators that opset 18 and later write otherwise than opset 17. */
export const inputsToAttributes = {
  AveragePool: [{ from: 19, convert: without({ dilations: areOnes }) }],
  Cast: [{ from: 13, convert: cast }],
  CastLike: [{ from: 19, convert: without({ saturate: () => true, round_mode: () => true }) }],
  DFT: [{ from: 20, convert: fourier }],
  LpPool: [{ from: 18, convert: without({ ceil_mode: isZero, dilations: areOnes }) }],
  Pad: [{ from: 18, convert: pad }],
  ReduceL1: reductionFrom18,
  ReduceL2: reductionFrom18,
  ReduceLogSum: reductionFrom18,
  ReduceLogSumExp: reductionFrom18,
  ReduceMax: reductionFrom18,
  ReduceMean: reductionFrom18,
  ReduceMin: reductionFrom18,
  ReduceProd: reductionFrom18,
  ReduceSumSquare: reductionFrom18,
  ScatterElements: [{ from: 18, convert: scatter }],
  ScatterND: [{ from: 18, convert: scatter }],
  Split: [{ from: 18, convert: split }],
} satisfies ConversionRules;
