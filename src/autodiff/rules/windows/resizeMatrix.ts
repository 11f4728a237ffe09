import type { Table } from '../../../onnx/build/tables.ts';

/** How Resize makes one axis from another, in ONNX's words. */
export interface AxisResizing {
  readonly inputSize: number;
  readonly outputSize: number;
  /** Output pixels per input pixel, as the node states it or as the sizes give it. */
  readonly scale: number;
  readonly mode: string;
  readonly placing: string;
  readonly nearestMode: string;
  /** The part of the axis that `tf_crop_and_resize` takes, as shares of its length. */
  readonly crop: readonly [start: number, end: number];
  readonly cubicCoefficient: number;
  readonly excludesOutside: boolean;
}

/**
 * The matrix that resizes one axis: output = matrix · input, with ONNX Runtime's arithmetic in float32, as a pixel
 * that falls between two is rounded by its last bit.
 *
 * @returns shape [outputSize, inputSize]; rows of pixels that lie outside a crop are zero
 */
export function resizeMatrix(resizing: AxisResizing): Table {
  const { inputSize, outputSize, mode, placing } = resizing;
  const fill = (matrix: Float32Array) => {
    for (let pixel = 0; pixel < outputSize; pixel++) {
      const place = placeOf(pixel, resizing);
      if (placing === 'tf_crop_and_resize' && (place < 0 || place > inputSize - 1)) continue;
      for (const [source, weight] of sourcesOf(mode, place, resizing)) {
        const inside = Math.min(Math.max(source, 0), inputSize - 1);
        matrix[pixel * inputSize + inside] += weight;
      }
    }
  };
  return { key: `resizing ${JSON.stringify(resizing)}`, shape: [outputSize, inputSize], fill };
}

type Source = readonly [pixel: number, weight: number];

function sourcesOf(mode: string, place: number, resizing: AxisResizing): readonly Source[] {
  if (mode === 'nearest') return [[nearest(place, resizing.nearestMode), 1]];
  if (mode === 'cubic') return cubic(place, resizing);
  const inside = Math.min(Math.max(place, 0), resizing.inputSize - 1);
  const before = Math.floor(inside);
  return [
    [before, 1 - (inside - before)],
    [before + 1, inside - before],
  ];
}

const { fround } = Math;

/** Where the centre of an output pixel lies on the input, in pixels. */
function placeOf(pixel: number, { inputSize, outputSize, scale, placing, crop }: AxisResizing): number {
  const spread = (from: number, to: number) => fround(from + fround(pixel * to) / (outputSize - 1));
  switch (placing) {
    case 'asymmetric':
      return fround(pixel / fround(scale));
    case 'align_corners':
      return outputSize === 1 ? 0 : spread(0, inputSize - 1);
    case 'pytorch_half_pixel':
      return outputSize === 1 ? 0 : fround(fround((pixel + 0.5) / fround(scale)) - 0.5);
    case 'tf_half_pixel_for_nn':
      return fround((pixel + 0.5) / fround(scale));
    case 'tf_crop_and_resize': {
      const [start, end] = crop.map((share) => share * (inputSize - 1));
      return outputSize === 1 ? (start + end) / 2 : spread(start, end - start);
    }
    default:
      return fround(fround((pixel + 0.5) / fround(scale)) - 0.5);
  }
}

function nearest(place: number, mode: string): number {
  if (mode === 'floor') return Math.floor(place);
  if (mode === 'ceil') return Math.ceil(place);
  const isBetween = place - Math.floor(place) === 0.5;
  return isBetween && mode === 'round_prefer_floor' ? Math.floor(place) : Math.round(place);
}

/** Keys' piecewise cubic over four pixels. */
function cubic(place: number, { inputSize, cubicCoefficient: a, excludesOutside }: AxisResizing): Source[] {
  const before = Math.floor(place);
  const sources = [-1, 0, 1, 2].map((offset): Source => {
    const distance = Math.abs(place - before - offset);
    const near = ((a + 2) * distance - (a + 3)) * distance ** 2 + 1;
    const far = a * (((distance - 5) * distance + 8) * distance - 4);
    return [before + offset, distance <= 1 ? near : far];
  });
  if (!excludesOutside) return sources;
  const inside = sources.filter(([pixel]) => pixel >= 0 && pixel < inputSize);
  const total = inside.reduce((sum, [, weight]) => sum + weight, 0);
  return inside.map(([pixel, weight]) => [pixel, weight / total]);
}
