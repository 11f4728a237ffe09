import type { Random } from '../../tensor/random.ts';
import type { Silhouette } from './silhouettes.ts';

/** Channels, height and width of a planted image. */
export const imageShape = [3, 32, 32] as const;

const size = imageShape[1];
const area = size * size;
const noiseDeviation = 0.02;
// Waves an image to the right and down, for the first five classes; the others are these, a quarter turn on. Whole
// numbers, so that a grating is one pair of coefficients: nothing of it is in LFC at r ≤ 12 or in HFC at r ≥ 16.
const waves = [
  [13, 0, 15, 0],
  [12, 4, 14, 5],
  [11, 8, 12, 9],
  [8, 11, 9, 12],
  [4, 12, 5, 14],
] as const;

/** The two waves of a class, in cycles an image to the right (x) and down (y): 18° a class, 2° more or less. */
export function gratingWaves(classIndex: number): readonly (readonly [x: number, y: number])[] {
  const [x1, y1, x2, y2] = waves[classIndex % 5];
  return classIndex < 5
    ? [
        [x1, y1],
        [x2, y2],
      ]
    : [
        [-y1, x1],
        [-y2, x2],
      ];
}

/** Fills an image, shape [3, 32, 32], with a soft figure of random place, size, tilt and colours on a gradient. */
export function drawSilhouette(image: Float32Array, figure: Silhouette, random: Random): void {
  const between = (low: number, high: number) => low + (high - low) * random.uniform();
  const centreX = between(11, 20);
  const centreY = between(11, 20);
  const radius = between(6, 10);
  const tilt = between(-0.3, 0.3);
  // Light on dark or dark on light, so that the figure always stands out, in colours a little off grey.
  const light = between(0.55, 0.8);
  const dark = between(0.2, 0.45);
  const lightFigure = random.uniform() < 0.5;
  const slope = between(0, 0.1) / (size / 2);
  const slopeDirection = between(0, 2 * Math.PI);
  const slopeX = slope * Math.cos(slopeDirection);
  const slopeY = slope * Math.sin(slopeDirection);
  const cover = coverOf(figure, { centreX, centreY, radius, tilt });
  for (let channel = 0; channel < 3; channel++) {
    const figureColour = (lightFigure ? light : dark) + between(-0.1, 0.1);
    const groundColour = (lightFigure ? dark : light) + between(-0.1, 0.1);
    for (let y = 0; y < size; y++) {
      for (let x = 0; x < size; x++) {
        const ground = groundColour + slopeX * (x - size / 2) + slopeY * (y - size / 2);
        const share = cover[y * size + x];
        image[channel * area + y * size + x] = ground + share * (figureColour - ground);
      }
    }
  }
}

interface Pose {
  readonly centreX: number;
  readonly centreY: number;
  readonly radius: number;
  readonly tilt: number;
}

// Share of each pixel that the figure covers, 0 … 1. The edge rises from 12% to 88% within three pixels: a
// sharper one would reach into HFC, and with it the answer to what HFC carries.
function coverOf(figure: Silhouette, { centreX, centreY, radius, tilt }: Pose): Float32Array {
  const cover = new Float32Array(area);
  const cos = Math.cos(tilt) / radius;
  const sin = Math.sin(tilt) / radius;
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const dx = x - centreX;
      const dy = y - centreY;
      const distance = radius * figure(cos * dx + sin * dy, cos * dy - sin * dx);
      cover[y * size + x] = 1 / (1 + Math.exp(distance / 0.75));
    }
  }
  return cover;
}

/**
 * Adds one of the two waves of a class with a random phase, the same in all channels.
 *
 * @param amplitude height of the wave in pixel units
 */
export function addGrating(image: Float32Array, classIndex: number, amplitude: number, random: Random): void {
  const [wavesX, wavesY] = gratingWaves(classIndex)[random.integer(2)];
  const phase = 2 * Math.PI * random.uniform();
  const stepX = (2 * Math.PI * wavesX) / size;
  const stepY = (2 * Math.PI * wavesY) / size;
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const wave = amplitude * Math.cos(stepX * x + stepY * y + phase);
      for (let channel = 0; channel < 3; channel++) image[channel * area + y * size + x] += wave;
    }
  }
}

/**
 * Gaussian noise for one image after the other. Its values are picks from a pool of 65,536 normal numbers, two
 * picks a random word, which is six times as fast as fresh ones and, rounded to 8 bits, not told from them.
 */
export function noiseSource(random: Random): (image: Float32Array) => void {
  const pool = Float32Array.from({ length: 0x10000 }, () => noiseDeviation * random.normal());
  return (image) => {
    for (let offset = 0; offset < image.length; offset += 2) {
      const word = random.uniform() * 2 ** 32;
      image[offset] += pool[word >>> 16];
      image[offset + 1] += pool[word & 0xffff];
    }
  };
}
