import type { AttributesOf, NodeOf, OperatorIn } from '../onnx/graph/operators.ts';
import type { BlockedValues } from './blockedValues.ts';
import { channelSelection } from './channelSelection.ts';

const domain = 'com.microsoft.nchwc';

/** Adds the node in blocks and says true, or leaves it to the plain layout and says false. */
type Blocker<Op extends OperatorIn<''> = OperatorIn<''>> = (
  values: BlockedValues,
  node: NodeOf<Op>,
) => boolean;

/** Every attribute is stated, since the blocked operators have no defaults of their own. */
function windowOf(attributes: AttributesOf<'Conv'>, kernel: readonly number[]) {
  const { strides = [1, 1], pads = [0, 0, 0, 0], dilations = [1, 1] } = attributes;
  return { kernel_shape: kernel, strides, pads, dilations };
}

/** Of strides, the product: the gradient has a convolution for each place of a pixel between them. */
const MAX_STRIDES = 64;
/** The same of an image's patches, whose gradient is one convolution. */
const MAX_PATCH = 4096;
/** Weights of a convolution that moves channels. */
const MAX_SELECTION = 2 ** 22;

const conv: Blocker<'Conv'> = (values, node) => {
  const { g, block, divides, shape } = values;
  const [x, weights, ...bias] = node.inputs;
  const { group = 1, auto_pad = 'NOTSET' } = node.attributes;
  const [outChannels, inChannels, ...kernel] = shape(weights);
  const image = shape(x).length === 4 && inChannels < block;
  if (group !== 1 || auto_pad !== 'NOTSET' || outChannels % block !== 0 || !(image || divides(x)))
    return false;
  // What the gradient rules cover; no network of ours has more.
  const { pads, dilations, strides } = windowOf(node.attributes, kernel);
  const covered =
    `${dilations}` === '1,1' &&
    pads.every((size, index) => size < kernel[index % 2]) &&
    strides[0] * strides[1] <= (image ? MAX_PATCH : MAX_STRIDES);
  if (!covered) return false;
  // An image with fewer channels than a block goes in as it is; the operator knows it by its channels.
  const input = image ? values.plain(x) : values.blocked(x);
  const blocked = values.weights(weights);
  const attributes = { ...windowOf(node.attributes, kernel), group: 1 };
  const inputs = [input, blocked, ...bias.map(values.plain)];
  const [y] = node.outputs;
  values.setBlocked(y, g.add('Conv', inputs, attributes, { domain, name: `${y}.blocked` }));
  return true;
};

/** Works on each element by itself, so memory order does not matter. */
const elementwise: Blocker = (values, node) => {
  const { g, isBlocked, divides, shape } = values;
  const wide = node.inputs.filter((input) => input !== '' && shape(input).length > 0);
  const same = wide.every((input) => `${shape(input)}` === `${shape(wide[0])}`);
  if (!wide.some(isBlocked) || !wide.every(divides) || !same) return false;
  const isWide = new Set(wide);
  const inputs = node.inputs.map((input) =>
    isWide.has(input) ? values.blocked(input) : values.plain(input),
  );
  const [y] = node.outputs;
  values.setBlocked(y, g.add(node.op, inputs, node.attributes, { name: `${y}.blocked` }));
  return true;
};

/** Pools whose windows lie side by side; others need their gradient in the plain layout. */
const pool: Blocker<'AveragePool'> = (values, node) => {
  const { g, isBlocked, shape } = values;
  const [x] = node.inputs;
  const kernel = node.attributes.kernel_shape!;
  const { strides, pads, dilations } = windowOf(node.attributes, kernel);
  const sides = shape(x).slice(2);
  const tiles =
    node.outputs.length === 1 &&
    `${strides}` === `${kernel}` &&
    `${pads}` === '0,0,0,0' &&
    `${dilations}` === '1,1' &&
    kernel.length === 2 &&
    sides.every((side, axis) => side % kernel[axis] === 0);
  if (!isBlocked(x) || !tiles) return false;
  const attributes = { ...windowOf(node.attributes, kernel), count_include_pad: 0 };
  const [y] = node.outputs;
  values.setBlocked(y, g.add(node.op, [values.blocked(x)], attributes, { domain, name: `${y}.blocked` }));
  return true;
};

/** One pixel a channel has the same memory in both layouts. */
const globalAveragePool: Blocker<'GlobalAveragePool'> = (values, node) => {
  const [x] = node.inputs;
  if (!values.isBlocked(x)) return false;
  const [y] = node.outputs;
  values.setPlain(y, values.g.add(node.op, [values.blocked(x)], {}, { domain, name: `${y}.pooled` }));
  return true;
};

/** Zero channels in front and behind (the authors' shortcut) as a 1×1 convolution that moves channels. */
const pad: Blocker<'Pad'> = (values, node) => {
  const { g, block, isBlocked, shape } = values;
  const [x, padsInput, fill] = node.inputs;
  const pads = Array.from(g.constantOf(padsInput)?.data ?? [], Number);
  const [, channels] = shape(x);
  const channelsOnly = pads.length === 8 && pads.every((size, index) => size === 0 || index % 4 === 1);
  const { mode = 'constant' } = node.attributes;
  const zero = !fill || Number(g.constantOf(fill)?.data[0]) === 0;
  const total = channels + pads[1] + pads[5];
  const isWhole = total % block === 0 && total * channels <= MAX_SELECTION;
  if (!isBlocked(x) || !channelsOnly || mode !== 'constant' || !zero || !isWhole) return false;
  const weights = g.table(channelSelection(channels, total, pads[1], block));
  const attributes = { ...windowOf({}, [1, 1]), group: 1 };
  const [y] = node.outputs;
  const inputs = [values.blocked(x), weights];
  values.setBlocked(y, g.add('Conv', inputs, attributes, { domain, name: `${y}.blocked` }));
  return true;
};

/** Training mode only: `layout/expandBatchNorm.ts` replaces the node once its gradient is in the graph. */
const batchNormalization: Blocker<'BatchNormalization'> = (values, node) => {
  const { g, isBlocked } = values;
  const [x, ...perChannel] = node.inputs;
  if (!isBlocked(x) || node.attributes.training_mode !== 1) return false;
  const [y, mean, variance] = node.outputs;
  const blocked = g.fresh(`${y}.blocked`);
  const outputs = [blocked, g.fresh(`${mean}.batch`), g.fresh(`${variance}.batch`)];
  const inputs = [values.blocked(x), ...perChannel.map(values.plain)];
  g.append({ ...node, domain: 'passband', name: blocked, inputs, outputs });
  values.setBlocked(y, blocked);
  values.setPlain(mean, outputs[1]);
  values.setPlain(variance, outputs[2]);
  return true;
};

/** How each operator runs on blocked values; operators that are not here run plain. */
export const blockers: Readonly<Record<string, Blocker<never>>> = {
  Conv: conv,
  AveragePool: pool,
  GlobalAveragePool: globalAveragePool,
  BatchNormalization: batchNormalization,
  Pad: pad,
  Relu: elementwise,
  Neg: elementwise,
  Abs: elementwise,
  Sqrt: elementwise,
  Exp: elementwise,
  Sigmoid: elementwise,
  Tanh: elementwise,
  Identity: elementwise,
  Clip: elementwise,
  Add: elementwise,
  Sub: elementwise,
  Mul: elementwise,
  Div: elementwise,
} satisfies { readonly [Op in OperatorIn<''>]?: Blocker<Op> };
