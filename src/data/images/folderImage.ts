import sharp, { type Metadata } from 'sharp';
import { pixelLimit, requirePixels } from './pixelLimit.ts';

/** File endings that an image folder is searched for, in lower case. */
export const folderImageEndings: readonly string[] = ['.jpg', '.jpeg', '.png', '.webp'];

/**
 * Decodes a JPEG, PNG or WebP file to a square colour image.
 *
 * The camera's orientation is applied, transparency lies on white, and grey, palette, 16-bit and CMYK images become
 * 8-bit sRGB. The shorter side is scaled to `size` (Lanczos 3, antialiased) and the middle is cut out; an image that
 * is `size` × `size` keeps its pixels.
 *
 * @param path only for the error
 * @param maxMemory in GiB, for the pixels of the file
 * @returns shape [3, size, size], pixel · 255
 * @throws Error that names the file when it is of another format, damaged, or too large
 */
export async function decodeFolderImage(
  file: Uint8Array,
  path: string,
  size: number,
  maxMemory?: number,
): Promise<Uint8Array> {
  const { space, width, height } = await metadataOf(file, path);
  requirePixels(path, { width, height }, maxMemory);
  const options = { ...strict, limitInputPixels: pixelLimit(maxMemory) };
  // The numbers of the file count, as other loaders of training images read them; only CMYK needs its profile.
  const interleaved = await sharp(file, { ...options, ignoreIcc: space !== 'cmyk' })
    .autoOrient()
    .flatten({ background: 'white' })
    .toColourspace('srgb')
    // Shrinking while decoding would alias: high frequencies would come out wrong.
    .resize(size, size, { fit: 'cover', position: 'centre', kernel: 'lanczos3', fastShrinkOnLoad: false })
    .raw()
    .toBuffer()
    .catch((error: Error) => {
      throw new Error(`${path}: cannot be decoded (${firstLine(error)})`);
    });
  const area = size * size;
  const planes = new Uint8Array(3 * area);
  for (let pixel = 0; pixel < area; pixel++) {
    for (let channel = 0; channel < 3; channel++) {
      planes[channel * area + pixel] = interleaved[3 * pixel + channel];
    }
  }
  return planes;
}

/**
 * The shorter side of an image, in pixels.
 *
 * @throws Error that names the file when it is of another format or damaged
 */
export async function shorterSide(file: Uint8Array, path: string): Promise<number> {
  const { width, height } = await metadataOf(file, path);
  return Math.min(width, height);
}

const strict = { failOn: 'error' } as const;

function metadataOf(file: Uint8Array, path: string): Promise<Metadata> {
  requireKnownFormat(file, path);
  // Of the header alone, whatever size it claims.
  return sharp(file, { ...strict, limitInputPixels: false })
    .metadata()
    .catch((error: Error) => {
      throw new Error(`${path}: cannot be decoded (${firstLine(error)})`);
    });
}

function requireKnownFormat(file: Uint8Array, path: string): void {
  const start = new TextDecoder('latin1').decode(file.subarray(0, 12));
  if (!/^(\xff\xd8\xff|\x89PNG|RIFF.{4}WEBP)/s.test(start)) {
    throw new Error(`${path}: is no JPEG, PNG or WebP image`);
  }
}

function firstLine({ message }: Error): string {
  return message.split('\n', 1)[0];
}
