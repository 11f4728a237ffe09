import { signal } from '@preact/signals';
import { fields } from '../state/fields.ts';
import { show, view } from '../state/view.ts';
import { decodeImage, UnreadableImage } from './decodeImage.ts';
import { samples } from './samples.ts';

/** The image of the page. */
export interface CurrentImage {
  /** A sample's name or a file's. */
  readonly name: string;
  readonly file: Blob;
  /** Handed on to the worker that makes pictures of it. */
  readonly bitmap: ImageBitmap;
  readonly width: number;
  readonly height: number;
}

export const currentImage = signal<CurrentImage | null>(null);

/** Why the last image that somebody brought is not shown, in one line; null when all is well. */
export const imageProblem = signal<string | null>(null);

/** The visitor's own image, which this page remembers for the back button. */
export const ownImage = signal<{ readonly file: File; readonly thumbnail: string } | null>(null);

let newest = 0;
let reading = false;

/** Shows a file of the visitor's. */
export async function openImageFile(file: File): Promise<void> {
  const mine = ++newest;
  reading = true;
  try {
    const image = await decoded(file, file.name);
    if (mine !== newest) return;
    if (ownImage.value) URL.revokeObjectURL(ownImage.value.thumbnail);
    ownImage.value = { file, thumbnail: URL.createObjectURL(file) };
    currentImage.value = image;
    imageProblem.value = null;
    show({ image: 'own' });
  } catch (error) {
    if (!(error instanceof UnreadableImage)) throw error;
    if (mine === newest) imageProblem.value = error.message;
  } finally {
    reading = false;
    if (!currentImage.value) openNamedImage(view.value.image);
  }
}

/** Shows what the URL names: a sample, or the visitor's own image where it is still there; else the first sample. */
export async function openNamedImage(name: string): Promise<void> {
  const own = name === 'own' ? ownImage.value : null;
  const isShown = own !== null && currentImage.value?.file === own.file;
  // A file that is dropped on another room of the page is on its way.
  if (isShown || (reading && !currentImage.value)) return;
  const mine = ++newest;
  const known = samples.has(name) ? name : fields.image.start;
  const image = own
    ? await decoded(own.file, own.file.name)
    : await decoded(await (await fetch(samples.get(known)!)).blob(), known);
  if (mine === newest) currentImage.value = image;
}

async function decoded(file: Blob, name: string): Promise<CurrentImage> {
  const bitmap = await decodeImage(file, name);
  return { name, file, bitmap, width: bitmap.width, height: bitmap.height };
}
