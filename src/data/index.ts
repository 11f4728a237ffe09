/**
 * Data sets and images: arrays, and images read by index.
 *
 * @module
 */

export { type ArrayImages, arrayImages } from './dataset/arrayImages.ts';
export type { ArraySplit } from './dataset/dataset.ts';
export { type Batch, type Dataset, readBatch, type Split, selectImages } from './dataset/dataset.ts';
export { changedImages, type ImageSource, selectedImages } from './dataset/imageSource.ts';
export { limitDataset } from './dataset/limitDataset.ts';
export { shuffleLabels } from './dataset/shuffleLabels.ts';
export type { WithoutTest } from './dataset/testSplit.ts';
export { datasetForms, datasetNames } from './datasetNames.ts';
export type { DownloadProgress } from './download/fetchRest.ts';
export { type ReadImageOptions, readImage, writePng } from './images/imageFile.ts';
export { type LoadOptions, loadDataset } from './loadDataset.ts';
export { type PlantedDataset, plantedDataset } from './planted/planted.ts';
export type { PlantedOptions, PlantedTruth } from './planted/plantedSplits.ts';
