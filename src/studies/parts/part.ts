import type { z } from 'zod';
import type { Split } from '../../data/dataset/dataset.ts';
import type { Graph } from '../../onnx/graph/graph.ts';
import type { ImageSet } from '../../report/study/studyRecord.ts';
import type { Classifier } from '../../runtime/classifier.ts';
import type { RadialMaskOptions } from '../../spectrum/split/radialMask.ts';
import type { Rescale } from '../../spectrum/split/rescale.ts';
import type { Random } from '../../tensor/random.ts';
import type { PartSettings } from './partSettings.ts';

/** A finished model, and what is measured of it. */
export interface PartContext {
  readonly classifier: Classifier;
  /** Null of a model that runs as it is, which has no kernels to look at. */
  readonly graph: Graph | null;
  readonly unseen: { readonly split: Split; readonly images: ImageSet };
  /** How components are split off and shown, as in the run's own measurements. */
  readonly shown: RadialMaskOptions & { readonly rescale: Rescale };
  /** Cut-offs in bins. */
  readonly radii: readonly number[];
  /** Makes a classifier of a changed graph. */
  readonly open: (graph: Graph) => Promise<Classifier>;
  readonly random: Random;
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, total: number) => void;
}

/** Something that is measured of a finished model, once for each of its settings. */
export interface Part<S extends z.ZodType> {
  readonly label: string;
  /** The settings that decide its numbers. */
  readonly uses: readonly (keyof PartSettings)[];
  readonly schema: S;
  /** Whether it needs the model as a graph with gradients. */
  readonly needsGraph: boolean;
  run(context: PartContext, settings: PartSettings): Promise<z.infer<S>>;
  /** Image passes that it takes, about: for the time that a study takes. A gradient is three. */
  passes(settings: PartSettings, images: number, radii: number): number;
}
