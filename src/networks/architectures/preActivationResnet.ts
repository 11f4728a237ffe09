import type { Value } from '../../onnx/graph/graph.ts';
import type { Layers } from './layers.ts';

/**
 * The authors' ResNet-32: three stages of five pre-activation blocks with 16, 32 and 64 channels, 3×3
 * convolutions without bias, global average pooling and one fully connected layer.
 *
 * Where a stage begins, the shortcut is 2×2 average pooling and as many zero channels on either side as the
 * stage adds. Batch normalisation comes before each ReLU except the last, as in the authors' code. Dropout: the
 * input of `fc`, or, as in the authors' code, the map before the pooling (`dropoutPlace`).
 *
 * @throws RangeError when height or width is not a multiple of 4, since the shortcuts would not fit
 */
export function preActivationResnet(layers: Layers): Value {
  const [, height, width] = layers.options.shape;
  if (height % 4 !== 0 || width % 4 !== 0) {
    throw new RangeError(
      `buildNetwork: resnet-32 halves images twice, so their sides must be multiples of 4, got ${height}×${width}`,
    );
  }
  let x = convolution(layers, 'conv1', layers.images, 16, 1);
  x = layers.relu(layers.batchNorm('bn1', x));
  for (const [stage, channels] of [16, 32, 64].entries()) {
    for (let index = 0; index < 5; index++) {
      const block = `layer${stage + 1}.${index}`;
      // The stem's ReLU already stands in front of the first block.
      const activated = stage + index === 0 ? x : layers.relu(layers.batchNorm(`${block}.bn1`, x));
      x = layers.add(residual(layers, block, activated, channels), shortcut(layers, x, channels));
    }
  }
  const pooled = layers.globalAveragePool(layers.dropoutMap(layers.relu(x)));
  return layers.logits('fc', layers.dropout('fc', pooled));
}

function residual(layers: Layers, block: string, x: Value, channels: number): Value {
  const stride = channels / layers.shape(x)[0];
  let y = convolution(layers, `${block}.conv1`, x, channels, stride);
  y = layers.relu(layers.batchNorm(`${block}.bn2`, y));
  return convolution(layers, `${block}.conv2`, y, channels, 1);
}

function shortcut(layers: Layers, x: Value, channels: number): Value {
  const added = channels - layers.shape(x)[0];
  return added === 0 ? x : layers.padChannels(layers.averagePool(x, 2, 2), added / 2, added / 2);
}

function convolution(layers: Layers, name: string, x: Value, channels: number, stride: number): Value {
  return layers.convolution(name, x, { channels, kernel: 3, stride, padding: 1, bias: false });
}
