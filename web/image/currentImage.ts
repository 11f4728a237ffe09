import { signal } from '@preact/signals';
import { fields } from '../state/fields.ts';
import { show } from '../state/view.ts';
import { decodeImage, UnreadableImage } from './decodeImage.ts';
import { samples } from './samples.ts';

/** The image of the page. */
export interface CurrentImage {
  /** A sample's name or a file's. */
  readonly name: string;
  readonly bitmap: ImageBitmap;
}

export const currentImage = signal<CurrentImage | null>(null);

/** Why the last image that somebody brought is not shown, in one line; null when all is well. */
export const imageProblem = signal<string | null>(null);

/** The visitor's own image, which stays in this page's memory for the back button. */
export const ownImage = signal<(CurrentImage & { readonly thumbnail: string }) | null>(null);

let newest = 0;

/** Shows a file of the visitor's. */
export async function openImageFile(file: File): Promise<void> {
  const mine = ++newest;
  try {
    const bitmap = await decodeImage(file, file.name);
    if (mine !== newest) return;
    if (ownImage.value) URL.revokeObjectURL(ownImage.value.thumbnail);
    ownImage.value = { name: file.name, bitmap, thumbnail: URL.createObjectURL(file) };
    currentImage.value = ownImage.value;
    imageProblem.value = null;
    show({ image: 'own' });
  } catch (error) {
    if (!(error instanceof UnreadableImage)) throw error;
    if (mine === newest) imageProblem.value = error.message;
  }
}

/** Shows what the URL names: a sample, or the visitor's own image where it is still there; else the first sample. */
export async function openNamedImage(name: string): Promise<void> {
  const mine = ++newest;
  imageProblem.value = null;
  if (name === 'own' && ownImage.value) {
    currentImage.value = ownImage.value;
    return;
  }
  const known = samples.has(name) ? name : fields.image.start;
  const bitmap = await decodeImage(await (await fetch(samples.get(known)!)).blob(), known);
  if (mine === newest) currentImage.value = { name: known, bitmap };
}
