import type { Value } from '../../onnx/graph/graph.ts';
import type { Layers } from './layers.ts';

/**
 * The small network of the planted data set: six 3×3 convolutions of 16, 16, 32, 32, 64 and 64 channels, every
 * second one with stride 2, global average pooling and one fully connected layer.
 *
 * Dropout: the input of `fc`. Batch normalisation (without which it hardly learns at Adam's usual rates):
 * after each convolution, which then has no bias.
 */
export function sixConv(layers: Layers): Value {
  let x = layers.images;
  for (const [index, channels] of [16, 16, 32, 32, 64, 64].entries()) {
    const bias = !layers.options.batchNorm;
    x = layers.convolution(`conv${index + 1}`, x, {
      channels,
      kernel: 3,
      stride: 1 + (index % 2),
      padding: 1,
      bias,
    });
    x = layers.relu(layers.batchNorm(`bn${index + 1}`, x));
  }
  return layers.logits('fc', layers.dropout('fc', layers.globalAveragePool(layers.dropoutMap(x))));
}
