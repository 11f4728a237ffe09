import {
  axisOf,
  constantInput,
  constantInts,
  type InferenceRule,
  type InferenceRules,
  intOf,
  required,
  shapeError,
  sharedType,
  sizeOfDim,
} from './rule.ts';

const gather: InferenceRule<'Gather'> = (call) => {
  const [data, indices] = [required(call, 0), required(call, 1)];
  const axis = axisOf(call, intOf(call, 'axis', 0), data.shape.length);
  return [
    {
      type: data.type,
      shape: [...data.shape.slice(0, axis), ...indices.shape, ...data.shape.slice(axis + 1)],
    },
  ];
};

const gatherElements: InferenceRule<'GatherElements'> = (call) => {
  const [data, indices] = [required(call, 0), required(call, 1)];
  if (data.shape.length !== indices.shape.length)
    throw shapeError(call, 'data and indices must have one rank');
  axisOf(call, intOf(call, 'axis', 0), data.shape.length);
  return [{ type: data.type, shape: indices.shape }];
};

const scatterElements: InferenceRule<'ScatterElements'> = (call) => {
  const [data, indices, updates] = [required(call, 0), required(call, 1), required(call, 2)];
  axisOf(call, intOf(call, 'axis', 0), data.shape.length);
  if (`${indices.shape}` !== `${updates.shape}` || indices.shape.length !== data.shape.length) {
    throw shapeError(call, 'indices and updates must have one shape, of the rank of the data');
  }
  return [{ type: sharedType(call, [0, 2]), shape: data.shape }];
};

/** The last axis of the indices holds a place in the axes of the data behind `batch_dims`. */
const gatherND: InferenceRule<'GatherND'> = (call) => {
  const [data, indices] = [required(call, 0), required(call, 1)];
  const depth = sizeOfDim(call, indices.shape.at(-1) ?? 0);
  const taken = intOf(call, 'batch_dims', 0) + depth;
  if (depth < 1 || taken > data.shape.length) throw shapeError(call, `indices of ${depth} axes do not fit`);
  return [{ type: data.type, shape: [...indices.shape.slice(0, -1), ...data.shape.slice(taken)] }];
};

const scatterND: InferenceRule = (call) => [
  { type: sharedType(call, [0, 2]), shape: required(call, 0).shape },
];

const oneHot: InferenceRule<'OneHot'> = (call) => {
  const { shape } = required(call, 0);
  const [depth] = constantInts(call, 1) ?? [];
  const axis = axisOf(call, intOf(call, 'axis', -1), shape.length + 1);
  return [{ type: required(call, 2).type, shape: [...shape.slice(0, axis), depth, ...shape.slice(axis)] }];
};

const shapeOf: InferenceRule<'Shape'> = (call) => {
  const { shape } = required(call, 0);
  const end = call.node.attributes.end;
  const kept = shape.slice(intOf(call, 'start', 0), end === undefined ? undefined : intOf(call, 'end', 0));
  return [{ type: 'int64', shape: [kept.length] }];
};

const size: InferenceRule = (call) => {
  required(call, 0);
  return [{ type: 'int64', shape: [] }];
};

const constant: InferenceRule<'Constant'> = (call) => {
  const { value } = call.node.attributes;
  if (!value) throw shapeError(call, 'the attribute value is missing');
  return [{ type: value.type, shape: value.shape }];
};

const constantOfShape: InferenceRule<'ConstantOfShape'> = (call) => {
  const shape = constantInts(call, 0);
  if (!shape) throw shapeError(call, 'the shape is missing');
  return [{ type: call.node.attributes.value?.type ?? 'float32', shape }];
};

const range: InferenceRule = (call) => {
  const type = sharedType(call, [0, 1, 2]);
  const [start, limit, delta] = [0, 1, 2].map((index) => Number(constantInput(call, index).data[0]));
  return [{ type, shape: [Math.max(0, Math.ceil((limit - start) / delta))] }];
};

const resize: InferenceRule = (call) => {
  const { type, shape } = required(call, 0);
  const sizes = constantInts(call, 3);
  if (sizes && sizes.length > 0)
    return [{ type, shape: sizes.map((dim, axis) => (dim === shape[axis] ? shape[axis] : dim)) }];
  const scales = constantInput(call, 2);
  if (scales.data.length !== shape.length) throw shapeError(call, 'scales must be one per axis');
  const scaled = shape.map((dim, axis) => {
    const scale = Number(scales.data[axis]);
    return scale === 1 ? dim : Math.floor(Math.fround(sizeOfDim(call, dim) * scale));
  });
  return [{ type, shape: scaled }];
};

/** Operators that pick, place, make or resample values. */
export const indexingShapes = {
  Gather: gather,
  GatherElements: gatherElements,
  GatherND: gatherND,
  ScatterElements: scatterElements,
  ScatterND: scatterND,
  OneHot: oneHot,
  Shape: shapeOf,
  Size: size,
  Constant: constant,
  ConstantOfShape: constantOfShape,
  Range: range,
  Resize: resize,
} satisfies InferenceRules;
