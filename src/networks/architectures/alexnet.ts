import type { Value } from '../../onnx/graph/graph.ts';
import type { Layers } from './layers.ts';
import { Sequence } from './sequence.ts';

/**
 * AlexNet with torchvision's channels and parameter names (Krizhevsky, 2014: one tower).
 *
 * From 128 pixels on the stem is 11×11 with stride 4 and the pools are 3×3 with stride 2; at 224×224 this is
 * torchvision's network. Smaller images have the usual CIFAR stem, 3×3 with stride 2, a 3×3 second convolution,
 * and 2×2 pools whose windows get smaller at the end of an odd side: 32×32 pixels leave 2×2 to the head, 28×28
 * too, 64×64 leave 4×4. The head reads the last pool as it is, through two layers of 4,096 units.
 * Dropout: the inputs of the first two fully connected layers. Batch normalisation: after each convolution.
 */
export function alexnet(layers: Layers): Value {
  const [, height, width] = layers.options.shape;
  const small = Math.min(height, width) < 128;
  const pool = (x: Value) => (small ? layers.shrink(x) : layers.maxPool(x, 3, 2));

  const features = new Sequence(layers, 'features', layers.images);
  features.convolution(
    small
      ? { channels: 64, kernel: 3, stride: 2, padding: 1 }
      : { channels: 64, kernel: 11, stride: 4, padding: 2 },
  );
  features.pool(pool);
  features.convolution(
    small ? { channels: 192, kernel: 3, padding: 1 } : { channels: 192, kernel: 5, padding: 2 },
  );
  features.pool(pool);
  for (const channels of [384, 256, 256]) features.convolution({ channels, kernel: 3, padding: 1 });
  features.pool(pool);

  let x = layers.flatten(layers.dropoutMap(features.x));
  for (const name of ['classifier.1', 'classifier.4']) {
    x = layers.relu(layers.linear(name, layers.dropout(name, x), 4096));
  }
  return layers.logits('classifier.6', x);
}
