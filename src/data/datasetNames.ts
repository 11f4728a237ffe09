import { officialData } from './official/officialData.ts';

/** Names that `loadDataset` knows, besides paths. */
export const datasetNames: readonly string[] = ['planted', ...Object.keys(officialData)];

/** Everything that `--dataset` takes, for help and errors. */
export const datasetForms = `${datasetNames.join(', ')}, an image folder or an .npz file`;
