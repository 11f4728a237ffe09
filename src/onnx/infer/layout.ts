import type { Dim } from '../graph/graph.ts';
import {
  axesOf,
  axisOf,
  broadcast,
  type Call,
  constantInts,
  type InferenceRule,
  type InferenceRules,
  intOf,
  intsOf,
  required,
  shapeError,
  sharedType,
  sizeOfDim,
} from './rule.ts';

/** Product of sizes; a name may stand once, so that one size can be found by division: [N, 4] holds 4·N. */
const sizeOfShape = (shape: readonly Dim[]) => ({
  known: shape.reduce<number>((product, dim) => (typeof dim === 'number' ? product * dim : product), 1),
  names: shape.filter((dim) => typeof dim === 'string').sort(),
});

const reshape: InferenceRule<'Reshape'> = (call) => {
  const { type, shape } = required(call, 0);
  const wanted = constantInts(call, 1);
  if (!wanted) throw shapeError(call, 'the new shape is missing');
  const keepsZero = intOf(call, 'allowzero', 0) === 1;
  const result: Dim[] = wanted.map((dim, axis) => {
    if (dim !== 0 || keepsZero) return dim;
    if (axis >= shape.length) throw shapeError(call, `0 at axis ${axis} has no size to copy`);
    return shape[axis];
  });
  const open = result.indexOf(-1);
  const before = sizeOfShape(shape);
  const after = sizeOfShape(result.filter((_, axis) => axis !== open));
  const misfit = () => shapeError(call, `cannot become [${wanted.join(', ')}]`);
  if (open < 0) {
    if (before.known !== after.known || `${before.names}` !== `${after.names}`) throw misfit();
    return [{ type, shape: result }];
  }
  const names = [...before.names];
  for (const name of after.names) names.splice(names.indexOf(name), 1);
  const rest = before.known / after.known;
  if (!Number.isInteger(rest) || names.length > 1 || (names.length === 1 && rest !== 1)) throw misfit();
  result[open] = names[0] ?? rest;
  if (result.some((dim) => typeof dim === 'number' && dim < 0)) throw misfit();
  return [{ type, shape: result }];
};

const product = (call: Call, dims: readonly Dim[]): Dim => {
  const significant = dims.filter((dim) => dim !== 1);
  if (significant.length === 1) return significant[0];
  return significant.reduce<number>((size, dim) => size * sizeOfDim(call, dim), 1);
};

const flatten: InferenceRule<'Flatten'> = (call) => {
  const { type, shape } = required(call, 0);
  const axis = intOf(call, 'axis', 1);
  const split = axis === shape.length ? axis : axisOf(call, axis, shape.length);
  return [{ type, shape: [product(call, shape.slice(0, split)), product(call, shape.slice(split))] }];
};

const transpose: InferenceRule<'Transpose'> = (call) => {
  const { type, shape } = required(call, 0);
  const order = intsOf(call, 'perm') ?? shape.map((_, axis) => shape.length - 1 - axis);
  if (order.length !== shape.length) throw shapeError(call, `perm [${order}] must name every axis`);
  return [{ type, shape: axesOf(call, order, shape.length).map((axis) => shape[axis]) }];
};

const squeeze: InferenceRule = (call) => {
  const { type, shape } = required(call, 0);
  const stated = constantInts(call, 1);
  const axes = stated
    ? axesOf(call, stated, shape.length)
    : shape.flatMap((dim, axis) => (dim === 1 ? axis : []));
  const wide = axes.find((axis) => shape[axis] !== 1);
  if (wide !== undefined) throw shapeError(call, `axis ${wide} has size ${shape[wide]}, not 1`);
  return [{ type, shape: shape.filter((_, axis) => !axes.includes(axis)) }];
};

const unsqueeze: InferenceRule = (call) => {
  const { type, shape } = required(call, 0);
  const stated = constantInts(call, 1);
  if (!stated) throw shapeError(call, 'the axes are missing');
  const rank = shape.length + stated.length;
  const axes = axesOf(call, stated, rank);
  const rest = [...shape];
  return [
    { type, shape: Array.from({ length: rank }, (_, axis) => (axes.includes(axis) ? 1 : rest.shift()!)) },
  ];
};

const concat: InferenceRule<'Concat'> = (call) => {
  const indices = call.node.inputs.map((_, index) => index);
  const shapes = indices.map((index) => required(call, index).shape);
  const axis = axisOf(call, intOf(call, 'axis', 0), shapes[0].length);
  const rest = (shape: readonly Dim[]) => shape.map((dim, index) => (index === axis ? '' : dim)).join();
  if (shapes.some((shape) => rest(shape) !== rest(shapes[0]))) {
    throw shapeError(call, `shapes differ beside axis ${axis}`);
  }
  const parts = shapes.map((shape) => shape[axis]);
  const length =
    parts.length === 1 ? parts[0] : parts.reduce<number>((sum, dim) => sum + sizeOfDim(call, dim), 0);
  return [
    {
      type: sharedType(call, indices),
      shape: shapes[0].map((dim, index) => (index === axis ? length : dim)),
    },
  ];
};

const split: InferenceRule<'Split'> = (call) => {
  const { type, shape } = required(call, 0);
  const axis = axisOf(call, intOf(call, 'axis', 0), shape.length);
  const size = sizeOfDim(call, shape[axis]);
  const count = call.node.outputs.length;
  const parts = constantInts(call, 1) ?? new Array<number>(count).fill(size / count);
  if (
    parts.length !== count ||
    parts.reduce((sum, part) => sum + part, 0) !== size ||
    !parts.every(Number.isInteger)
  ) {
    throw shapeError(call, `axis ${axis} of size ${size} does not split into [${parts}]`);
  }
  return parts.map((part) => ({ type, shape: shape.map((dim, index) => (index === axis ? part : dim)) }));
};

const slice: InferenceRule = (call) => {
  const { type, shape } = required(call, 0);
  const [starts, ends] = [constantInts(call, 1), constantInts(call, 2)];
  if (!starts || !ends) throw shapeError(call, 'starts and ends are missing');
  const axes = axesOf(call, constantInts(call, 3) ?? starts.map((_, index) => index), shape.length);
  const steps = constantInts(call, 4) ?? starts.map(() => 1);
  const result = [...shape];
  axes.forEach((axis, index) => {
    const [start, end, step] = [starts[index], ends[index], steps[index]];
    // A slice from the first element to far behind the last is the whole axis, whatever its size.
    if (typeof shape[axis] === 'string' && start === 0 && step === 1 && end >= 2 ** 31 - 1) return;
    const size = sizeOfDim(call, shape[axis]);
    if (step === 0) throw shapeError(call, 'a step must not be 0');
    const [low, high] = step > 0 ? [0, size] : [-1, size - 1];
    const place = (bound: number) => Math.min(Math.max(bound < 0 ? bound + size : bound, low), high);
    const [from, to] = [Math.max(place(start), 0), place(end)];
    result[axis] = Math.max(0, Math.ceil((to - from) / step));
  });
  return [{ type, shape: result }];
};

const pad: InferenceRule = (call) => {
  const { type, shape } = required(call, 0);
  const pads = constantInts(call, 1);
  const rank = shape.length;
  if (pads?.length !== 2 * rank) throw shapeError(call, `pads must be ${2 * rank} integers, got [${pads}]`);
  const padded = shape.map((dim, axis) => {
    const total = pads[axis] + pads[axis + rank];
    if (total === 0) return dim;
    const size = sizeOfDim(call, dim) + total;
    if (size < 0) throw shapeError(call, `pads [${pads}] leave nothing of axis ${axis}`);
    return size;
  });
  return [{ type, shape: padded }];
};

const expand: InferenceRule = (call) => {
  const { type, shape } = required(call, 0);
  const wanted = constantInts(call, 1);
  if (!wanted) throw shapeError(call, 'the new shape is missing');
  return [{ type, shape: broadcast(call, [shape, wanted]) }];
};

const tile: InferenceRule = (call) => {
  const { type, shape } = required(call, 0);
  const repeats = constantInts(call, 1);
  if (repeats?.length !== shape.length) throw shapeError(call, 'repeats must have one number per axis');
  const tiled = shape.map((dim, axis) => (repeats[axis] === 1 ? dim : sizeOfDim(call, dim) * repeats[axis]));
  return [{ type, shape: tiled }];
};

const depthToSpace: InferenceRule<'DepthToSpace'> = (call) => {
  const { type, shape } = required(call, 0);
  const [n, c, h, w] = shape;
  const block = intOf(call, 'blocksize', 0);
  const channels = sizeOfDim(call, c) / block ** 2;
  if (shape.length !== 4 || !Number.isInteger(channels)) {
    throw shapeError(call, `channels must divide into blocks of ${block}×${block}`);
  }
  return [{ type, shape: [n, channels, sizeOfDim(call, h) * block, sizeOfDim(call, w) * block] }];
};

const spaceToDepth: InferenceRule<'SpaceToDepth'> = (call) => {
  const { type, shape } = required(call, 0);
  const [n, c, h, w] = shape;
  const block = intOf(call, 'blocksize', 0);
  const [rows, columns] = [sizeOfDim(call, h) / block, sizeOfDim(call, w) / block];
  if (shape.length !== 4 || !Number.isInteger(rows) || !Number.isInteger(columns)) {
    throw shapeError(call, `height and width must divide into blocks of ${block}×${block}`);
  }
  return [{ type, shape: [n, sizeOfDim(call, c) * block ** 2, rows, columns] }];
};

/** Operators that lay the same values out anew. */
export const layoutShapes = {
  Reshape: reshape,
  Flatten: flatten,
  Transpose: transpose,
  Squeeze: squeeze,
  Unsqueeze: unsqueeze,
  Concat: concat,
  Split: split,
  Slice: slice,
  Pad: pad,
  Expand: expand,
  Tile: tile,
  DepthToSpace: depthToSpace,
  SpaceToDepth: spaceToDepth,
} satisfies InferenceRules;
