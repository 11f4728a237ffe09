import sharp, { type Metadata } from 'sharp';
import { readBytes } from '../../files/readBytes.ts';
import { writeFileAtomically } from '../../files/writeFileAtomically.ts';
import { float32, type Tensor } from '../../tensor/tensor.ts';
import { pixelLimit, requirePixels } from './pixelLimit.ts';

/** Endings of the files that are read, in lower case. */
export const imageEndings = ['.jpg', '.jpeg', '.png', '.webp', '.gif', '.tif', '.tiff', '.avif'] as const;

export interface ReadImageOptions {
  /** Memory in GiB that reading the image, and splitting it, may take: 4 by default, which are 67 million pixels. */
  readonly maxMemory?: number | undefined;
}

/**
 * Reads an image file (JPEG, PNG, WebP, GIF, TIFF or AVIF; of several frames or pages the first).
 *
 * - It stands as its EXIF orientation says.
 * - Grey files give one channel, all others three: palettes are looked up, CMYK becomes sRGB.
 * - Transparent pixels are laid on white.
 * - 8-bit values are divided by 255, 16-bit ones by 65535 and keep their precision. Other depths (floats, 32-bit
 *   integers in TIFF files) do not say which value is white, and are refused.
 * - A colour profile in the file is converted to sRGB.
 *
 * @param file a path, or the bytes of a file
 * @returns shape [1, 1 or 3, height, width], pixels in [0, 1]
 * @throws Error in one line when the file cannot be read, is no such image, is cut off, has values of another depth,
 *   or would take more memory than it may
 */
export async function readImage(
  file: string | Uint8Array,
  { maxMemory }: ReadImageOptions = {},
): Promise<Tensor<'float32'>> {
  const name = typeof file === 'string' ? `'${file}'` : 'the buffer';
  const bytes = typeof file === 'string' ? await readBytes(file) : file;
  let metadata: Metadata;
  try {
    // Of the header alone, whatever size it claims.
    metadata = await sharp(bytes, { limitInputPixels: false }).metadata();
    if (metadata.format === 'svg') throw new Error('drawings have no pixels');
  } catch (error) {
    throw new Error(`readImage: ${name} cannot be read as an image (${reason(error)})`);
  }
  requirePixels(`readImage: ${name}`, metadata, maxMemory);
  try {
    return await decode(bytes, metadata, pixelLimit(maxMemory));
  } catch (error) {
    throw new Error(`readImage: ${name} cannot be decoded (${reason(error)})`);
  }
}

/**
 * Writes an image as an 8-bit PNG file. It appears under its name only when it is complete.
 *
 * @param image shape [c, h, w] or [1, c, h, w] with one (grey) or three channels; values beyond [0, 1] are cut off
 * @param overlay an SVG document of the image's size that is drawn on top
 * @throws RangeError when the image has another shape
 */
export async function writePng(
  path: string,
  image: Tensor<'float32'>,
  { overlay }: { readonly overlay?: string } = {},
): Promise<void> {
  const [channels, height, width] = image.shape.slice(-3);
  const isImage = image.shape.length === 3 || (image.shape.length === 4 && image.shape[0] === 1);
  if (!isImage || (channels !== 1 && channels !== 3)) {
    throw new RangeError(`writePng: image must be [1 or 3, height, width], got [${image.shape}]`);
  }
  const area = height * width;
  const pixels = new Uint8ClampedArray(area * channels);
  for (let channel = 0; channel < channels; channel++) {
    for (let at = 0, from = channel * area; at < area; at++, from++) {
      pixels[at * channels + channel] = image.data[from] * 255;
    }
  }
  const picture = sharp(pixels, { raw: { width, height, channels } });
  const drawn = overlay === undefined ? picture : picture.composite([{ input: Buffer.from(overlay) }]);
  await writeFileAtomically(
    path,
    await drawn
      .toColourspace(channels === 1 ? 'b-w' : 'srgb')
      .png()
      .toBuffer(),
  );
}

/** Depths as libvips calls them, for people. */
const depthNames: Readonly<Record<string, string>> = {
  char: 'signed 8-bit integers',
  short: 'signed 16-bit integers',
  int: 'signed 32-bit integers',
  uint: '32-bit integers',
  float: '32-bit floats',
};

async function decode(
  bytes: Uint8Array,
  metadata: Metadata,
  limitInputPixels: number,
): Promise<Tensor<'float32'>> {
  const { space, depth, hasAlpha } = metadata;
  const isGrey = space === 'b-w' || space === 'grey16';
  const isDeep = depth === 'ushort';
  if (!isDeep && depth !== 'uchar') {
    throw new Error(`its values must be 8-bit or 16-bit integers, got ${depthNames[depth] ?? depth}`);
  }
  // Grey with alpha is read as colour of three equal channels, since sharp's raw grey has no alpha.
  const asGrey = isGrey && !hasAlpha;
  const image = sharp(bytes, {
    limitInputPixels,
    // Warnings are about metadata; a file that is cut off is an error.
    failOn: 'error',
    autoOrient: true,
  });
  const { data, info } = await image
    .toColourspace(asGrey ? (isDeep ? 'grey16' : 'b-w') : isDeep ? 'rgb16' : 'srgb')
    .raw({ depth: isDeep ? 'ushort' : 'uchar' })
    .toBuffer({ resolveWithObject: true });
  const expected = (asGrey ? 1 : 3) + (hasAlpha ? 1 : 0);
  if (info.channels !== expected) throw new Error(`expected ${expected} channels, got ${info.channels}`);
  const values = isDeep ? new Uint16Array(data.buffer, data.byteOffset, data.length / 2) : data;
  return planesOnWhite(values, info, { channels: isGrey ? 1 : 3, hasAlpha, white: isDeep ? 65535 : 255 });
}

function planesOnWhite(
  values: Uint8Array | Uint16Array,
  { width, height, channels: stored }: { width: number; height: number; channels: number },
  { channels, hasAlpha, white }: { channels: number; hasAlpha: boolean; white: number },
): Tensor<'float32'> {
  const area = width * height;
  const image = float32([1, channels, height, width]);
  for (let channel = 0; channel < channels; channel++) {
    for (let from = 0, to = channel * area; from < values.length; from += stored, to++) {
      const value = values[from + channel] / white;
      // Laid on white here, since sharp's white is a little grey in 16 bits.
      image.data[to] = hasAlpha ? 1 + (value - 1) * (values[from + stored - 1] / white) : value;
    }
  }
  return image;
}

function reason(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split('\n', 1)[0].trim();
}
