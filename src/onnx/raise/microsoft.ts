import type { AttributeName, OperatorIn } from '../graph/operators.ts';
import { exactGelu, swish, tanhGelu } from './activations.ts';
import { type Conversion, type ConversionRules, raiseError, withAttributes } from './rule.ts';
import { spelled } from './spelled.ts';

/** Input 2, where it is there, is added to the first before. */
const withBias =
  (activation: Conversion): Conversion =>
  (node, raising) => {
    const [, bias = ''] = node.inputs;
    const plain = { ...node, domain: '', attributes: {} };
    if (bias === '') return activation(plain, raising);
    const sum = raising.fresh(`${node.name}.sum`);
    return [
      ...spelled([['Add', 'x', '@1']])({ ...plain, outputs: [sum] }, raising),
      ...activation({ ...plain, inputs: [sum] }, raising),
    ];
  };

/** Attributes of the fused activations by the order of their parameters. */
const parameters: Readonly<Record<string, readonly string[]>> = {
  Relu: [],
  Sigmoid: [],
  Tanh: [],
  HardSwish: [],
  LeakyRelu: ['alpha'],
  HardSigmoid: ['alpha', 'beta'],
} satisfies { readonly [Op in OperatorIn<''>]?: readonly AttributeName<Op, number>[] };

/** A convolution, the sum that input 4 adds to it, and an activation. */
export const fusedConvolution: Conversion<'com.microsoft:FusedConv' | 'com.microsoft.nchwc:Conv'> = (
  node,
  raising,
) => {
  const { activation = '', activation_params: given = [] } = node.attributes;
  const [x, weights, bias = '', sum = ''] = node.inputs;
  const op = String(activation);
  if (op !== '' && !Object.hasOwn(parameters, op)) {
    throw raiseError(node, raising, `activation ${op} is not supported`);
  }
  const steps = ['Conv', ...(sum === '' ? [] : ['Add']), ...(op === '' ? [] : [op])];
  const names = steps.map((step) => raising.fresh(`${node.name}.${step}`));
  const values = given as readonly number[];
  const operands: Readonly<Record<string, readonly string[]>> = {
    Conv: [x, weights, ...(bias === '' ? [] : [bias])],
    Add: [names[0], sum],
  };
  return steps.map((step, index) => ({
    op: step,
    domain: '',
    name: names[index],
    inputs: operands[step] ?? [names[index - 1]],
    outputs: index === steps.length - 1 ? node.outputs : [names[index]],
    attributes:
      step === 'Conv'
        ? withAttributes(node, ['activation', 'activation_params']).attributes
        : Object.fromEntries((parameters[step] ?? []).map((name, at) => [name, values[at]])),
  }));
};

/** A Gemm and an activation. */
const fusedGemm: Conversion<'com.microsoft:FusedGemm'> = (node, raising) => {
  const { activation = '', activation_alpha, activation_beta, activation_gamma, ...gemm } = node.attributes;
  const product = { ...node, op: 'Gemm', domain: '', attributes: gemm };
  if (activation === '') return [product];
  if (!Object.hasOwn(parameters, activation)) {
    throw raiseError(node, raising, `activation ${activation} is not supported`);
  }
  const given: Readonly<Record<string, number | undefined>> = {
    alpha: activation_alpha,
    beta: activation_beta,
  };
  const stated = parameters[activation].flatMap((name) =>
    given[name] === undefined ? [] : [[name, given[name]] as const],
  );
  const inner = raising.fresh(`${node.name}.Gemm`);
  return [
    { ...product, name: inner, outputs: [inner] },
    { ...node, op: activation, domain: '', inputs: [inner], attributes: Object.fromEntries(stated) },
  ];
};

/** Operators that ONNX Runtime's optimiser writes, as those of the standard that they consist of. */
export const microsoft = {
  Gelu: [{ convert: withBias(exactGelu) }],
  BiasGelu: [{ convert: withBias(exactGelu) }],
  FastGelu: [{ convert: withBias(tanhGelu) }],
  QuickGelu: [{ convert: swish(1.702) }],
  FusedConv: [{ convert: fusedConvolution }],
  FusedGemm: [{ convert: fusedGemm }],
  TransposeMatMul: [{ convert: (node) => [{ ...node, op: 'FusedMatMul' }] }],
} satisfies ConversionRules<'com.microsoft'>;
