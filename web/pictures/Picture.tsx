import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Tensor } from '../../src/tensor/tensor.ts';

/** Draws an image, [c, h, w] with 1 or 3 channels; what lies outside [low, high] has the colour of the end. */
export function Picture({
  image,
  label,
  range: [low, high] = [0, 1],
}: {
  readonly image: Tensor<'float32'>;
  /** What a screen reader says. */
  readonly label: string;
  readonly range?: readonly [low: number, high: number];
}) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [channels, height, width] = image.shape;
  useLayoutEffect(() => {
    const context = canvas.current!.getContext('2d')!;
    const area = height * width;
    const pixels = new ImageData(width, height);
    const scale = 255 / (high - low);
    for (let at = 0; at < area; at++) {
      for (let channel = 0; channel < 3; channel++) {
        // The array clamps and rounds.
        pixels.data[4 * at + channel] = (image.data[(channel % channels) * area + at] - low) * scale;
      }
      pixels.data[4 * at + 3] = 255;
    }
    context.putImageData(pixels, 0, 0);
  }, [image, low, high]);
  return <canvas ref={canvas} class="picture" width={width} height={height} role="img" aria-label={label} />;
}
