import { TensorProto_DataType as Code } from 'onnx-buf';
import { toFloat16 } from '#passband/tensor/float16.ts';
import { seededRandom } from '#passband/tensor/random.ts';
import {
  attribute,
  floats,
  foreignModel,
  int64s,
  node,
  type TensorProto,
  valueInfo,
} from './foreignModel.ts';

export interface TinyModel {
  readonly opset?: number;
  readonly layout?: 'NCHW' | 'NHWC';
  readonly channels?: number;
  readonly batch?: number | string;
  readonly size?: number | string;
  /** By default as the size, which is the height. */
  readonly width?: number | string;
  readonly classes?: number;
  /** Nodes from `z` [N, classes] to the output. */
  readonly end?: ReturnType<typeof node>[];
  readonly outputs?: readonly [name: string, ...shape: (number | string)[]][];
  readonly half?: boolean;
  /** What the end needs besides `column`, `one` and `row`. */
  readonly initializers?: readonly TensorProto[];
  readonly inputType?: number;
  readonly metadata?: Readonly<Record<string, string>>;
}

/** The bytes of a small classifier as another program would write it: convolution, ReLU, mean, product, and an end of choice. */
export function tinyModel({
  opset = 13,
  layout = 'NCHW',
  channels = 3,
  batch = 'batch',
  size = 6,
  width = size,
  classes = 4,
  end = [node('Identity', ['z'], ['y'])],
  outputs = [['y', batch, classes]],
  half = false,
  initializers = [],
  inputType = half ? Code.FLOAT16 : Code.FLOAT,
  metadata = {},
}: TinyModel = {}): Uint8Array {
  const random = seededRandom('tiny model');
  const weights = (name: string, ...dims: number[]): TensorProto => {
    const values = Array.from({ length: dims.reduce((a, b) => a * b, 1) }, () => random.normal());
    if (!half) return floats(name, dims, values);
    return { name, dims: dims.map(BigInt), dataType: Code.FLOAT16, int32Data: values.map(toFloat16) };
  };
  const float = half ? Code.FLOAT16 : Code.FLOAT;
  const sizes = layout === 'NCHW' ? [channels, size, width] : [size, width, channels];
  const isWhole = inputType === Code.UINT8;
  return foreignModel({
    opset,
    metadata,
    nodes: [
      isWhole
        ? node('Cast', ['pixels'], ['floats'], attribute.i('to', float))
        : node('Identity', ['pixels'], ['floats']),
      layout === 'NHWC'
        ? node('Transpose', ['floats'], ['turned'], attribute.is('perm', 0, 3, 1, 2))
        : node('Identity', ['floats'], ['turned']),
      node('Conv', ['turned', 'w', 'b'], ['features']),
      node('Relu', ['features'], ['active']),
      node('GlobalAveragePool', ['active'], ['pooled']),
      node('Flatten', ['pooled'], ['flat']),
      node('MatMul', ['flat', 'v'], ['z']),
      ...end,
    ],
    inputs: [valueInfo('pixels', [batch, ...sizes], inputType)],
    outputs: outputs.map(([name, ...shape]) => valueInfo(name, shape, float)),
    initializers: [
      weights('w', 5, channels, 3, 3),
      weights('b', 5),
      weights('v', 5, classes),
      int64s('column', -1, classes, 1, 1),
      int64s('one', 1),
      int64s('row', 1, classes),
      ...initializers,
    ],
  });
}
