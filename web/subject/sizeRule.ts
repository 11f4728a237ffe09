import type { Subject } from './subject.ts';

type Sized = Pick<Subject, 'from' | 'fit' | 'image'>;

/** How an image was brought to its size, in a few words: `900 × 600 → 32 × 32, middle cut out`. */
export function shortSizeRule({ from, fit, image }: Sized): { readonly size: string; readonly more: string } {
  const [channels, height, width] = image.shape;
  const isSame = from[0] === width && from[1] === height;
  const isCut = 'channels' in fit && from[0] * height !== from[1] * width;
  const more = [...(isCut ? ['middle cut out'] : []), ...(channels === 1 ? ['grey'] : [])];
  return {
    size: isSame ? `${times([width, height])} pixels` : `${times(from)} → ${times([width, height])}`,
    more: more.join(', '),
  };
}

/** The same in whole sentences. */
export function sizeRule({ from, fit, image }: Sized): string {
  const [channels, height, width] = image.shape;
  const size = times([width, height]);
  if ('longest' in fit) {
    return from[0] === width && from[1] === height
      ? `The image is shown at its own size, ${size} pixels.`
      : `The image of ${times(from)} pixels is shrunk to ${size}: each new pixel is the mean of the area that it covers.`;
  }
  const grey = channels === 1 ? ' It takes grey images, so colours become their luma.' : '';
  return (
    `The model takes ${size} pixels: the image of ${times(from)} is scaled until its shorter side fits, each new pixel ` +
    `the mean of the area that it covers, and the middle is cut out.${grey} Radius, pictures and predictions all refer to that size.`
  );
}

const times = ([width, height]: readonly [number, number]) => `${width} × ${height}`;
