import { parseEpsilon } from '#passband/attacks/parseEpsilon.ts';
import { type AuditChoices, auditSettings } from '#passband/audit/plan/auditSettings.ts';
import { seededRandom } from '#passband/tensor/random.ts';
import { float32, type Tensor, tensor } from '#passband/tensor/tensor.ts';
import { npzFile, writeFiles } from '../support/dataFiles.ts';
import { runModel } from '../support/models/runGraph.ts';
import { tinyModel } from '../support/models/tinyModels.ts';

const CLASSES = 4;

/** The bytes of an `.npz` data set with these test images, by default of the classes 0, 1, 2, … in turn. */
export function npzOf(
  images: Tensor<'float32'>,
  classes: number,
  labels: Int32Array = Int32Array.from({ length: images.shape[0] }, (_, image) => image % classes),
): Uint8Array {
  const size = images.data.length / images.shape[0];
  return npzFile({
    // Not looked at, but there has to be one of each class.
    images: float32([classes, ...images.shape.slice(1)], images.data.slice(0, classes * size)),
    labels: tensor(
      'int32',
      [classes],
      Int32Array.from({ length: classes }, (_, label) => label),
    ),
    test_images: images,
    test_labels: tensor('int32', [labels.length], labels),
  });
}

/** Patches of colour with more or less noise on them, [count, 3, size, size]. */
export function colourImages(count: number, size: number): Tensor<'float32'> {
  const random = seededRandom('colours');
  const images = float32([count, 3, size, size]);
  for (let image = 0, at = 0; image < count; image++) {
    const noise = random.uniform() / 4;
    for (let channel = 0; channel < 3; channel++) {
      const colour = random.uniform();
      for (let pixel = 0; pixel < size * size; pixel++, at++) {
        images.data[at] = Math.min(Math.max(colour + noise * random.normal(), 0), 1);
      }
    }
  }
  return images;
}

/** What a model of the file's form says of images: its class, but for every tenth, where it is said to be wrong. */
async function labelsBy(model: Uint8Array, images: Tensor<'float32'>): Promise<Int32Array> {
  const { y } = await runModel(model, { pixels: images });
  const logits = y.data as Float32Array;
  return Int32Array.from({ length: images.shape[0] }, (_, image) => {
    const row = [...logits.subarray(image * CLASSES, (image + 1) * CLASSES)];
    const answer = row.indexOf(Math.max(...row));
    return image % 10 === 9 ? (answer + 1) % CLASSES : answer;
  });
}

/** A file for `--plan`: what a budget is where nothing is measured, so that a test does the same on any machine. */
export function planFile(choices: Partial<AuditChoices> = {}): string {
  return JSON.stringify({
    settings: auditSettings({
      ...{ budget: 'quick', preset: 'paper', seed: 0, radii: [2, 4], ...choices },
      epsilons: choices.epsilons ?? ['4/255', '16/255'].map(parseEpsilon),
    }),
  });
}

/** Fills a folder with `tiny.onnx`, nine in ten of whose answers are right, `data.npz` and `plan.json`. */
export async function writeTinyAudit(folder: string, { count = 60, size = 8 } = {}): Promise<void> {
  const model = tinyModel({ size });
  const images = colourImages(count, size);
  const labels = await labelsBy(model, images);
  writeFiles(folder, {
    'tiny.onnx': model,
    'data.npz': npzOf(images, CLASSES, labels),
    'plan.json': planFile(),
  });
}
