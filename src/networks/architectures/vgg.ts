import type { Value } from '../../onnx/graph/graph.ts';
import type { Layers } from './layers.ts';
import { Sequence } from './sequence.ts';

/** Channels of the 3×3 convolutions in each of the five stages (Simonyan and Zisserman, 2015, A and D). */
const stages = {
  11: [[64], [128], [256, 256], [512, 512], [512, 512]],
  16: [
    [64, 64],
    [128, 128],
    [256, 256, 256],
    [512, 512, 512],
    [512, 512, 512],
  ],
} as const;

/**
 * VGG with torchvision's parameter names; at 224×224 it is torchvision's network.
 *
 * The stem and the pools (2×2 after each stage; the window gets smaller at the end of an odd side, so that 28
 * pixels become 14, 7, 4, 2, 1) are the same for every size. The head reads the last pool as it is, through two
 * layers of 4,096 units, or 512 below 128 pixels, as is usual on CIFAR, where 1×1 is left.
 * Dropout: the inputs of the last two fully connected layers. Batch normalisation: after each convolution.
 */
export function vgg(layers: Layers, depth: keyof typeof stages): Value {
  const [, height, width] = layers.options.shape;
  const units = Math.min(height, width) < 128 ? 512 : 4096;
  const features = new Sequence(layers, 'features', layers.images);
  for (const stage of stages[depth]) {
    for (const channels of stage) features.convolution({ channels, kernel: 3, padding: 1 });
    features.pool((x) => layers.shrink(x));
  }
  const map = layers.flatten(layers.dropoutMap(features.x));
  let x = layers.relu(layers.linear('classifier.0', map, units));
  x = layers.relu(layers.linear('classifier.3', layers.dropout('classifier.3', x), units));
  return layers.logits('classifier.6', layers.dropout('classifier.6', x));
}
