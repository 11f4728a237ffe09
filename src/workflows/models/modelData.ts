import type { Dataset } from '../../data/dataset/dataset.ts';
import { fittedDataset } from '../../data/dataset/fittedImages.ts';
import { greyDataset } from '../../data/dataset/greyImages.ts';
import { datasetForms } from '../../data/datasetNames.ts';
import { loadDataset } from '../../data/loadDataset.ts';
import type { ImageLayout } from '../../networks/classifier/convention.ts';
import { type ModelInput, statedShape } from '../../networks/classifier/modelInput.ts';
import { UserError } from '../../wording/userError.ts';
import type { WorkflowControls } from '../common/workflowOptions.ts';
import type { ModelSettings } from './modelSettings.ts';
import { notResized } from './notResized.ts';

export interface ModelDataOptions extends WorkflowControls {
  readonly settings: Pick<ModelSettings, 'dataset' | 'dataDir' | 'imageSize' | 'maxMemory'>;
  /** Whether the model learned from this data set by Passband's own hand, which set a fifth aside where there is no test set. */
  readonly isOwn: boolean;
  readonly seed: number;
  readonly layout: ImageLayout;
}

/**
 * The test images for a model, of the size that it takes; of the training images no more than one is read where the
 * data set lets that be.
 *
 * @throws UserError when the model takes other channels, or a folder's images of another size were asked for
 */
export async function modelData(
  input: ModelInput,
  { settings, isOwn, seed, layout, progress, signal }: ModelDataOptions,
): Promise<Dataset> {
  const { dataset: name, dataDir, imageSize: asked, maxMemory } = settings;
  if (name === undefined) {
    throw new UserError(`needs images: --dataset ${datasetForms}`);
  }
  const [channels, height, width] = statedShape(input, layout);
  // A folder's images are square; of a longer side the middle is cut out.
  const imageSize = asked ?? (height === null ? undefined : Math.max(height, width ?? height));
  const read = await loadDataset(name, {
    seed,
    signal,
    onProgress: (report) => progress.download(report),
    maxMemory,
    withoutTest: isOwn ? 'fifth' : 'whole',
    // The planted set's images depend on its counts; of others the training images are of no use here.
    ...(name !== 'planted' && { limit: 1 }),
    ...(dataDir !== undefined && { dataDir }),
    ...(imageSize !== undefined && { imageSize }),
  });
  progress.end();
  const [c, h, w] = read.shape;
  if (asked !== undefined && (h !== asked || w !== asked)) {
    throw notResized(asked, read);
  }
  const size = [height ?? h, width ?? w] as const;
  const dataset = size[0] === h && size[1] === w ? read : fittedDataset(read, size);
  if (c === 3 && channels === 1) {
    const notices = [
      ...dataset.notices,
      `${dataset.name}: the images were turned grey, as the model takes one channel`,
    ];
    return { ...greyDataset(dataset), notices };
  }
  if (c !== (channels ?? c) && !(c === 1 && channels === 3)) {
    throw new UserError(
      `the model takes images of ${channels} channels, those of '${dataset.name}' have ${c}`,
    );
  }
  return dataset;
}
