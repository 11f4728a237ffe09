import { computed } from '@preact/signals';
import { float32, type Tensor } from '../../src/tensor/tensor.ts';
import { currentModel } from '../model/currentModel.ts';

/** The image of the page as the model sees it, [c, h, w], pixels in [0, 1]; null until there is one. */
export const modelImage = computed((): Tensor<'float32'> | null => {
  const state = currentModel.value;
  if (state.status !== 'ready') return null;
  const [channels, height, width] = state.model.shape;
  const image = float32([channels, height, width]);
  const blue = [0.35, 0.55, 0.85];
  image.data.forEach((_, at) => {
    const channel = Math.floor(at / (height * width));
    const y = (Math.floor(at / width) % height) / height;
    const x = (at % width) / width;
    const hull = y > 0.55 && y < 0.75 && Math.abs(x - 0.5) < 0.42 - (y - 0.55);
    const sail = y > 0.15 && y < 0.52 && x > 0.45 && x - 0.45 < (y - 0.15) * 0.8;
    if (hull) image.data[at] = [0.45, 0.18, 0.15][channel];
    else if (sail) image.data[at] = 0.95;
    else image.data[at] = y > 0.68 ? 0.7 * blue[channel] : blue[channel];
  });
  return image;
});
