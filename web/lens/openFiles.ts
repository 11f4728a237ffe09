import { imageProblem, openImageFile } from '../image/currentImage.ts';
import { modelComplaint } from '../model/currentModel.ts';
import { openModelFiles } from '../model/openModelFile.ts';

/**
 * Opens what was dropped, pasted or picked: models by their ending with what belongs to them, all else as an image. Of
 * several images the first.
 */
export function openFiles(files: FileList | readonly File[] | null | undefined): void {
  const given = [...(files ?? [])];
  if (given.length === 0) return;
  // What was said of files before these is over.
  imageProblem.value = null;
  modelComplaint.value = null;
  const model = openModelFiles(given);
  // Beside a model, files without a known type are its weights.
  const image = given.find(({ name, type }) => (model ? type.startsWith('image/') : !/\.data$/i.test(name)));
  if (image) openImageFile(image);
  if (!model && !image) {
    imageProblem.value = 'Drop an image, or a model as an .onnx file.';
  }
}
