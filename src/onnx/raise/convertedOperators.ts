import type { Attribute, Node } from '../graph/graph.ts';
import type { OperatorAttributes } from '../graph/operatorAttributes.ts';
import type { AttributeKey, NameInDomain, OperatorName } from '../graph/operators.ts';

type None = Readonly<Record<never, never>>;
type Ints = readonly number[];
type Broadcast = { broadcast?: number; axis?: number };
type AxesInput = { noop_with_empty_axes?: number };
type Saturation = { saturate?: number; round_mode?: string };

type Attention = {
  num_heads?: number;
  scale?: number;
  mask_filter_value?: number;
  unidirectional?: number;
};

type FusedGemm = OperatorAttributes['Gemm'] & {
  activation?: string;
  activation_alpha?: number;
  activation_beta?: number;
  activation_gamma?: number;
};

type QuantizedConv = {
  kernel_shape?: Ints;
  strides?: Ints;
  dilations?: Ints;
  pads?: Ints;
  auto_pad?: string;
  group?: number;
};

type FusedConv = QuantizedConv & { activation?: string; activation_params?: Ints };
type ChannelsLast = { channels_last?: number };

/**
 * Every operator that files of some opset write otherwise than opset 17, with the attributes that it has there beyond those
 * of opset 17, where that knows it at all. The table of conversions is keyed by it.
 */
export interface ConvertedAttributes {
  // Other forms of operators of opset 17.
  Add: Broadcast;
  And: Broadcast;
  AveragePool: { dilations?: Ints };
  BatchNormalization: { spatial?: number; is_test?: number };
  Cast: Saturation;
  CastLike: Saturation;
  Clip: { min?: number; max?: number };
  Constant: None;
  DequantizeLinear: { block_size?: number; output_dtype?: number };
  Div: Broadcast;
  Dropout: { ratio?: number; is_test?: number };
  Equal: Broadcast;
  Gemm: { broadcast?: number };
  Greater: Broadcast;
  Hardmax: None;
  Identity: None;
  If: None;
  Less: Broadcast;
  LogSoftmax: None;
  LpPool: { ceil_mode?: number; dilations?: Ints };
  Mul: Broadcast;
  Or: Broadcast;
  PRelu: None;
  Pad: { pads?: Ints; value?: number };
  Pow: Broadcast;
  QuantizeLinear: { block_size?: number; output_dtype?: number; precision?: number; saturate?: number };
  ReduceL1: AxesInput;
  ReduceL2: AxesInput;
  ReduceLogSum: AxesInput;
  ReduceLogSumExp: AxesInput;
  ReduceMax: AxesInput;
  ReduceMean: AxesInput;
  ReduceMin: AxesInput;
  ReduceProd: AxesInput;
  ReduceSum: { axes?: Ints };
  ReduceSumSquare: AxesInput;
  Resize: { axes?: Ints; antialias?: number; keep_aspect_ratio_policy?: string };
  ScatterElements: None;
  ScatterND: None;
  Slice: { starts?: Ints; ends?: Ints; axes?: Ints };
  Softmax: None;
  Split: { split?: Ints; num_outputs?: number };
  Squeeze: { axes?: Ints };
  Sub: Broadcast;
  TopK: { k?: number };
  Unsqueeze: { axes?: Ints };
  Xor: Broadcast;
  // Operators that become others.
  ConvInteger: QuantizedConv;
  DFT: { axis?: number; inverse?: number; onesided?: number };
  Gelu: { approximate?: string };
  GridSample: { mode?: string; padding_mode?: string; align_corners?: number };
  GroupNormalization: { num_groups?: number; epsilon?: number; stash_type?: number };
  MatMulInteger: None;
  Mish: None;
  QLinearConv: QuantizedConv;
  QLinearMatMul: None;
  RoiAlign: {
    coordinate_transformation_mode?: string;
    mode?: string;
    output_height?: number;
    output_width?: number;
    sampling_ratio?: number;
    spatial_scale?: number;
  };
  RMSNormalization: { axis?: number; epsilon?: number; stash_type?: number };
  Scatter: { axis?: number };
  SimplifiedLayerNormalization: { axis?: number; epsilon?: number; stash_type?: number };
  Swish: { alpha?: number };
  Upsample: { mode?: string; scales?: Ints };
  'com.microsoft:Attention': Attention & { do_rotary?: number; qkv_hidden_sizes?: Ints };
  'com.microsoft:BiasGelu': None;
  'com.microsoft:DequantizeLinear': { axis?: number };
  'com.microsoft:DynamicQuantizeMatMul': None;
  'com.microsoft:FastGelu': None;
  'com.microsoft:FusedConv': FusedConv;
  'com.microsoft:FusedGemm': FusedGemm;
  'com.microsoft:Gelu': None;
  'com.microsoft:MatMulIntegerToFloat': None;
  'com.microsoft:MatMulNBits': {
    K?: number;
    N?: number;
    bits?: number;
    block_size?: number;
    accuracy_level?: number;
  };
  'com.microsoft:NhwcMaxPool': None;
  'com.microsoft:QGemm': { alpha?: number; transA?: number; transB?: number };
  'com.microsoft:QLinearAdd': None;
  'com.microsoft:QLinearAveragePool': ChannelsLast;
  'com.microsoft:QLinearConcat': { axis: number };
  'com.microsoft:QLinearConv': QuantizedConv & ChannelsLast;
  'com.microsoft:QLinearGlobalAveragePool': ChannelsLast;
  'com.microsoft:QLinearLeakyRelu': { alpha?: number };
  'com.microsoft:QLinearMul': None;
  'com.microsoft:QLinearReduceMean': None;
  'com.microsoft:QLinearSigmoid': None;
  'com.microsoft:QLinearSoftmax': { axis?: number; opset?: number };
  'com.microsoft:QLinearWhere': None;
  'com.microsoft:QuantizeLinear': { axis?: number };
  'com.microsoft:MultiHeadAttention': Attention;
  'com.microsoft:QuickGelu': { alpha?: number };
  'com.microsoft:SkipLayerNormalization': { epsilon?: number };
  'com.microsoft:SkipSimplifiedLayerNormalization': { epsilon?: number };
  'com.microsoft:TransposeMatMul': OperatorAttributes['com.microsoft:FusedMatMul'];
  'com.microsoft.nchwc:AveragePool': None;
  'com.microsoft.nchwc:Conv': None;
  'com.microsoft.nchwc:GlobalAveragePool': None;
  'com.microsoft.nchwc:GlobalMaxPool': None;
  'com.microsoft.nchwc:MaxPool': None;
  'com.microsoft.nchwc:ReorderInput': None;
  'com.microsoft.nchwc:ReorderOutput': None;
  'com.microsoft.nchwc:Upsample': { scales?: Ints; mode?: string; coordinate_transformation_mode?: string };
}

/** An operator that has a conversion. */
export type ConvertedName = keyof ConvertedAttributes;

/** The attributes of an operator in a file of any opset that is read. */
export type FileAttributes<Op extends ConvertedName> = Op extends OperatorName
  ? OperatorAttributes[Op] & ConvertedAttributes[Op]
  : ConvertedAttributes[Op];

/** A node of one of some operators in a file of any opset that is read. */
export interface FileNode<Op extends ConvertedName> extends Node {
  readonly op: NameInDomain<Op>;
  readonly attributes: Readonly<FileAttributes<Op>>;
}

/** The attributes of type `V` that any of some operators has in a file. */
export type FileAttributeName<Op extends ConvertedName, V = Attribute> = Op extends ConvertedName
  ? AttributeKey<FileAttributes<Op>, V>
  : never;
