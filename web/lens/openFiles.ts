import { imageProblem, openImageFile } from '../image/currentImage.ts';
import { openModelFile } from '../model/openModelFile.ts';

/** Opens what was dropped, pasted or picked: models by their ending, all else as an image. Of several images the first. */
export function openFiles(files: FileList | readonly File[] | null | undefined): void {
  const given = [...(files ?? [])];
  const model = given.find(({ name }) => /\.onnx$/i.test(name));
  const image = given.find((file) => file !== model && !/\.(onnx|data)$/i.test(file.name));
  if (model) openModelFile(model);
  if (image) openImageFile(image);
  if (given.length > 0 && !model && !image) {
    imageProblem.value = 'Drop an image, or a model as an .onnx file.';
  }
}
