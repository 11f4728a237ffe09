import type { Value } from '../../onnx/graph/graph.ts';
import type { Layers } from './layers.ts';

/** Blocks in each stage, and whether a block is a bottleneck (He et al., 2016, table 1). */
const depths = {
  18: { blocks: [2, 2, 2, 2], bottleneck: false },
  34: { blocks: [3, 4, 6, 3], bottleneck: false },
  50: { blocks: [3, 4, 6, 3], bottleneck: true },
} as const;

/**
 * ResNet-18, -34 or -50 with torchvision's parameter names (stride 2 in a bottleneck's 3×3 convolution).
 *
 * From 64 pixels on the stem is 7×7 with stride 2 and a 3×3 max-pool with stride 2, and this is torchvision's
 * network; smaller images have a 3×3 stem with stride 1 and no pool. Without batch normalisation the
 * convolutions have no bias either, so the weights fit torchvision's network with `norm_layer=Identity`.
 * Dropout: the input of `fc`.
 */
export function resnet(layers: Layers, depth: keyof typeof depths): Value {
  const { blocks, bottleneck } = depths[depth];
  const block = bottleneck ? bottleneckBlock : basicBlock;
  let x = stem(layers);
  blocks.forEach((count, stage) => {
    for (let index = 0; index < count; index++) {
      const stride = stage > 0 && index === 0 ? 2 : 1;
      x = block(layers, `layer${stage + 1}.${index}`, x, 64 << stage, stride);
    }
  });
  return layers.logits('fc', layers.dropout('fc', layers.globalAveragePool(layers.dropoutMap(x))));
}

function stem(layers: Layers): Value {
  const [, height, width] = layers.options.shape;
  const small = Math.min(height, width) < 64;
  const kernel = small ? { kernel: 3, stride: 1, padding: 1 } : { kernel: 7, stride: 2, padding: 3 };
  const x = layers.convolution('conv1', layers.images, { channels: 64, ...kernel, bias: false });
  const y = layers.relu(layers.batchNorm('bn1', x));
  return small ? y : layers.maxPool(y, 3, 2, 1);
}

/** Two 3×3 convolutions of `width` channels. */
function basicBlock(layers: Layers, name: string, x: Value, width: number, stride: number): Value {
  let y = normalised(layers, name, 1, x, { channels: width, kernel: 3, stride });
  y = normalised(layers, name, 2, layers.relu(y), { channels: width, kernel: 3 });
  return layers.relu(layers.add(y, shortcut(layers, name, x, width, stride)));
}

/** 1×1 to `width` channels, 3×3, 1×1 to four times as many. */
function bottleneckBlock(layers: Layers, name: string, x: Value, width: number, stride: number): Value {
  let y = normalised(layers, name, 1, x, { channels: width, kernel: 1 });
  y = normalised(layers, name, 2, layers.relu(y), { channels: width, kernel: 3, stride });
  y = normalised(layers, name, 3, layers.relu(y), { channels: 4 * width, kernel: 1 });
  return layers.relu(layers.add(y, shortcut(layers, name, x, 4 * width, stride)));
}

function normalised(
  layers: Layers,
  block: string,
  index: number,
  x: Value,
  { channels, kernel, stride = 1 }: { channels: number; kernel: 1 | 3; stride?: number },
): Value {
  const padding = (kernel - 1) / 2;
  const name = `${block}.conv${index}`;
  const y = layers.convolution(name, x, { channels, kernel, stride, padding, bias: false });
  return layers.batchNorm(`${block}.bn${index}`, y);
}

/** The block's input, through a 1×1 convolution where channels or size change. */
function shortcut(layers: Layers, block: string, x: Value, channels: number, stride: number): Value {
  if (stride === 1 && layers.shape(x)[0] === channels) return x;
  const name = `${block}.downsample`;
  const y = layers.convolution(`${name}.0`, x, { channels, kernel: 1, stride, bias: false });
  return layers.batchNorm(`${name}.1`, y);
}
