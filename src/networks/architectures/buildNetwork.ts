import type { Value } from '../../onnx/graph/graph.ts';
import { alexnet } from './alexnet.ts';
import { Layers } from './layers.ts';
import { lenet } from './lenet.ts';
import type { Network, NetworkOptions } from './network.ts';
import { preActivationResnet } from './preActivationResnet.ts';
import { resnet } from './resnet.ts';
import { sixConv } from './sixConv.ts';
import { vgg } from './vgg.ts';

/** Every network by its name: adds its layers behind `layers.images` and returns the logits. */
export const networks = {
  lenet,
  alexnet,
  'vgg-11': (layers: Layers) => vgg(layers, 11),
  'vgg-16': (layers: Layers) => vgg(layers, 16),
  'resnet-18': (layers: Layers) => resnet(layers, 18),
  'resnet-34': (layers: Layers) => resnet(layers, 34),
  'resnet-50': (layers: Layers) => resnet(layers, 50),
  'resnet-32': preActivationResnet,
  'six-conv': sixConv,
} as const satisfies Record<string, (layers: Layers) => Value>;

export type NetworkName = keyof typeof networks;

/**
 * A network as a graph, for training or for inference. Images may have any number of channels and any size
 * (resnet-32: sides that are multiples of 4); each network's page says how it treats small images.
 *
 * @throws RangeError when there is no such network, or when the images or the given weights do not fit it
 * @throws Error when a weight is missing
 */
export function buildNetwork(name: string, options: NetworkOptions): Network {
  const topology = Object.hasOwn(networks, name) ? networks[name as NetworkName] : undefined;
  if (!topology) {
    throw new RangeError(
      `buildNetwork: network must be one of ${Object.keys(networks).join(', ')}, got ${name}`,
    );
  }
  const { classes, shape, random, weights } = options;
  if (shape.length !== 3 || shape.some((side) => !Number.isInteger(side) || side < 1)) {
    throw new RangeError(
      `buildNetwork: shape must be [channels, height, width] in whole numbers ≥ 1, got [${shape}]`,
    );
  }
  if (!Number.isInteger(classes) || classes < 1) {
    throw new RangeError(`buildNetwork: classes must be a whole number ≥ 1, got ${classes}`);
  }
  if ((random === undefined) === (weights === undefined)) {
    throw new Error('buildNetwork: parameters come from either random or weights, got both or neither');
  }
  const layers = new Layers(name, options);
  return layers.finish(topology(layers));
}
