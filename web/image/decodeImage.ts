import { MAX_PIXELS } from './limits.ts';

/** An image that cannot be shown; its message says why, in one line for the one who brought it. */
export class UnreadableImage extends Error {}

/**
 * Decodes a file to upright pixels, whatever its EXIF orientation is.
 *
 * @throws UnreadableImage when it is no image, is damaged, or is too large
 */
export async function decodeImage(file: Blob, name: string): Promise<ImageBitmap> {
  if (file.size === 0) throw new UnreadableImage(`“${name}” is empty.`);
  const { width, height } = await measure(file, name);
  if (width * height > MAX_PIXELS) {
    throw new UnreadableImage(
      `“${name}” has ${Math.round((width * height) / 1e6)} million pixels; this page takes up to ${MAX_PIXELS / 1e6}.`,
    );
  }
  try {
    return await createImageBitmap(file, { imageOrientation: 'from-image' });
  } catch {
    if (isDrawing(file, name))
      throw new UnreadableImage(`“${name}” is a drawing, not pixels; save it as a PNG.`);
    throw new UnreadableImage(`“${name}” could not be decoded; it may be damaged.`);
  }
}

const isDrawing = (file: Blob, name: string) => file.type === 'image/svg+xml' || /\.svg$/i.test(name);

/** Whether a file says that it is of a kind that browsers read. */
const isImage = (file: Blob, name: string) =>
  /^image\/(png|jpeg|webp|gif|avif)$/.test(file.type) || /\.(png|jpe?g|webp|gif|avif)$/i.test(name);

/** Width and height, which an image element knows before anything is decoded. */
async function measure(file: Blob, name: string): Promise<{ width: number; height: number }> {
  const address = URL.createObjectURL(file);
  const image = new Image();
  try {
    await new Promise((resolve, reject) => {
      image.onload = resolve;
      image.onerror = reject;
      image.src = address;
    });
    return { width: image.naturalWidth, height: image.naturalHeight };
  } catch {
    throw new UnreadableImage(
      /\.hei[cf]$/i.test(name)
        ? `“${name}” is in Apple’s HEIC format, which this browser cannot read; save it as a JPEG.`
        : isImage(file, name)
          ? `“${name}” could not be decoded; it may be damaged.`
          : `“${name}” is no image that this browser can read. PNG, JPEG, WebP, GIF and AVIF work.`,
    );
  } finally {
    URL.revokeObjectURL(address);
  }
}
