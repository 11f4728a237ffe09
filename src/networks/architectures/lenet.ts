import type { Value } from '../../onnx/graph/graph.ts';
import type { Layers } from './layers.ts';

/**
 * LeNet as trained on MNIST: two 5×5 convolutions of 32 and 64 channels, each with a pool, then 1,024 units.
 *
 * A pool takes the largest of 2×2 (4×4 from 128 pixels on, so that a 224×224 image leaves 14×14 and not 56×56
 * to the first fully connected layer: 13 million weights, not 205). Odd sides end in a smaller window.
 * Dropout: the input of `fc2`. Batch normalisation: after each convolution, which then has no bias.
 */
export function lenet(layers: Layers): Value {
  const [, height, width] = layers.options.shape;
  const pool = Math.min(height, width) < 128 ? 2 : 4;
  let x = layers.images;
  for (const [index, channels] of [32, 64].entries()) {
    const bias = !layers.options.batchNorm;
    x = layers.convolution(`conv${index + 1}`, x, { channels, kernel: 5, padding: 2, bias });
    x = layers.shrink(layers.relu(layers.batchNorm(`bn${index + 1}`, x)), pool);
  }
  x = layers.relu(layers.linear('fc1', layers.flatten(layers.dropoutMap(x)), 1024));
  return layers.logits('fc2', layers.dropout('fc2', x));
}
