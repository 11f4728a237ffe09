import { imageProblem, openImageFile } from '../../image/currentImage.ts';
import { modelComplaint } from '../../model/currentModel.ts';
import { openModelFiles } from '../../model/openModelFile.ts';

/**
 * Opens what was dropped, pasted or picked: models and what belongs to them by their endings, all else as an image. Of
 * several images the first.
 */
export function openFiles(files: FileList | readonly File[] | null | undefined): void {
  const given = [...(files ?? [])];
  if (given.length === 0) return;
  // What was said of files before these is over.
  imageProblem.value = null;
  modelComplaint.value = null;
  const model = openModelFiles(given);
  // Beside what belongs to a model, only a known image is one.
  const image = model ? given.find(({ type }) => type.startsWith('image/')) : given[0];
  if (image) openImageFile(image);
}
