import { float32, type Tensor } from '../../src/tensor/tensor.ts';

/** Pixels of a decoded image, [3, h, w] in [0, 1]; what is transparent lies on white. */
export function pixelsOf(
  picture: ImageBitmap,
  width = picture.width,
  height = picture.height,
): Tensor<'float32'> {
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true })!;
  context.fillStyle = 'white';
  context.fillRect(0, 0, width, height);
  context.drawImage(picture, 0, 0, width, height);
  const { data } = context.getImageData(0, 0, width, height);
  const area = width * height;
  const image = float32([3, height, width]);
  for (let at = 0; at < area; at++) {
    for (let channel = 0; channel < 3; channel++)
      image.data[channel * area + at] = data[4 * at + channel] / 255;
  }
  return image;
}
