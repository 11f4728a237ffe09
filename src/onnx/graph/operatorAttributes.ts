import type { Tensor } from '../../tensor/tensor.ts';

// Type aliases rather than interfaces, as only they are `Attributes` too.
type None = Readonly<Record<never, never>>;
type Ints = readonly number[];
type Axis = { axis?: number };
type Alpha = { alpha?: number };
type Axes = { axes?: Ints; keepdims?: number };
type Extreme = Axis & { keepdims?: number; select_last_index?: number };
type Windows = { kernel_shape?: Ints; strides?: Ints; pads?: Ints; auto_pad?: string };
type Convolution = Windows & { dilations?: Ints; group?: number };
type BlockedWindows = { kernel_shape: Ints; strides: Ints; pads: Ints; dilations: Ints; auto_pad?: string };
type BatchNormalization = { epsilon?: number; momentum?: number; training_mode?: number };
type Transposed = { transA?: number; transB?: number; alpha?: number };

/**
 * Every operator whose shapes are inferred, with its attributes in opset 17; those of other domains behind the domain's
 * name. The tables of inference and gradient rules are keyed by it, so that the compiler names what a new operator lacks.
 */
export interface OperatorAttributes {
  // Each element by itself.
  Relu: None;
  LeakyRelu: Alpha;
  ThresholdedRelu: Alpha;
  Elu: Alpha;
  Celu: Alpha;
  Selu: Alpha & { gamma?: number };
  HardSigmoid: Alpha & { beta?: number };
  HardSwish: None;
  PRelu: None;
  Softplus: None;
  Softsign: None;
  Sigmoid: None;
  Tanh: None;
  Erf: None;
  Neg: None;
  Abs: None;
  Sign: None;
  Sqrt: None;
  Reciprocal: None;
  Exp: None;
  Log: None;
  Sin: None;
  Cos: None;
  Tan: None;
  Asin: None;
  Acos: None;
  Atan: None;
  Sinh: None;
  Cosh: None;
  Asinh: None;
  Acosh: None;
  Atanh: None;
  Floor: None;
  Ceil: None;
  Round: None;
  Identity: None;
  Clip: None;
  Dropout: { seed?: number };
  Cast: { to: number };
  CastLike: None;
  Not: None;
  IsNaN: None;
  IsInf: { detect_negative?: number; detect_positive?: number };
  // Inputs that broadcast to one shape.
  Add: None;
  Sub: None;
  Mul: None;
  Div: None;
  Mod: { fmod?: number };
  Pow: None;
  Max: None;
  Min: None;
  Sum: None;
  Mean: None;
  Greater: None;
  GreaterOrEqual: None;
  Less: None;
  LessOrEqual: None;
  Equal: None;
  And: None;
  Or: None;
  Xor: None;
  Where: None;
  // Along axes.
  Softmax: Axis;
  LogSoftmax: Axis;
  Hardmax: Axis;
  CumSum: { exclusive?: number; reverse?: number };
  ReduceSum: { keepdims?: number; noop_with_empty_axes?: number };
  ReduceMean: Axes;
  ReduceMax: Axes;
  ReduceMin: Axes;
  ReduceProd: Axes;
  ReduceSumSquare: Axes;
  ReduceL1: Axes;
  ReduceL2: Axes;
  ReduceLogSum: Axes;
  ReduceLogSumExp: Axes;
  ArgMax: Extreme;
  ArgMin: Extreme;
  TopK: Axis & { largest?: number; sorted?: number };
  LayerNormalization: Axis & { epsilon?: number; stash_type?: number };
  // Matrix products.
  MatMul: None;
  Gemm: Transposed & { beta?: number };
  Einsum: { equation: string };
  'com.microsoft:FusedMatMul': Transposed & { transBatchA?: number; transBatchB?: number };
  // Images, [N, C, spatial axes…].
  Conv: Convolution;
  ConvTranspose: Convolution & { output_padding?: Ints; output_shape?: Ints };
  MaxPool: Windows & { dilations?: Ints; ceil_mode?: number; storage_order?: number };
  AveragePool: Windows & { ceil_mode?: number; count_include_pad?: number };
  LpPool: Windows & { p?: number };
  GlobalAveragePool: None;
  GlobalMaxPool: None;
  GlobalLpPool: { p?: number };
  MaxUnpool: { kernel_shape?: Ints; strides?: Ints; pads?: Ints };
  BatchNormalization: BatchNormalization;
  InstanceNormalization: { epsilon?: number };
  MeanVarianceNormalization: { axes?: Ints };
  LRN: { size: number; alpha?: number; beta?: number; bias?: number };
  DepthToSpace: { blocksize: number; mode?: string };
  SpaceToDepth: { blocksize: number };
  Resize: {
    mode?: string;
    coordinate_transformation_mode?: string;
    nearest_mode?: string;
    cubic_coeff_a?: number;
    exclude_outside?: number;
    extrapolation_value?: number;
  };
  // The same values laid out anew.
  Reshape: { allowzero?: number };
  Flatten: Axis;
  Transpose: { perm?: Ints };
  Squeeze: None;
  Unsqueeze: None;
  Concat: { axis: number };
  Split: Axis;
  Slice: None;
  Pad: { mode?: string };
  Expand: None;
  Tile: None;
  Trilu: { upper?: number };
  // Values taken from places or put there, made, or told of another.
  Gather: Axis;
  GatherElements: Axis;
  GatherND: { batch_dims?: number };
  ScatterElements: Axis & { reduction?: string };
  ScatterND: { reduction?: string };
  OneHot: Axis;
  Shape: { start?: number; end?: number };
  Size: None;
  Constant: {
    value?: Tensor;
    value_float?: number;
    value_floats?: Ints;
    value_int?: number;
    value_ints?: Ints;
    value_string?: string;
    value_strings?: readonly string[];
  };
  ConstantOfShape: { value?: Tensor };
  Range: None;
  // Whole numbers in place of floats.
  QuantizeLinear: Axis;
  DequantizeLinear: Axis;
  DynamicQuantizeLinear: None;
  // The CPU provider's blocked layout, which has no defaults for windows.
  'com.microsoft.nchwc:ReorderInput': { channels_last?: number };
  'com.microsoft.nchwc:ReorderOutput': { channels: number; channels_last?: number };
  'com.microsoft.nchwc:Conv': BlockedWindows & {
    group: number;
    activation?: string;
    activation_params?: Ints;
  };
  'com.microsoft.nchwc:MaxPool': BlockedWindows & { ceil_mode?: number; storage_order?: number };
  'com.microsoft.nchwc:AveragePool': BlockedWindows & { ceil_mode?: number; count_include_pad?: number };
  'com.microsoft.nchwc:GlobalAveragePool': None;
  'com.microsoft.nchwc:GlobalMaxPool': None;
  // Of blocked values, on the way to a graph that runs: `layout/expandBatchNorm.ts` replaces it.
  'passband:BatchNormalization': BatchNormalization;
}
