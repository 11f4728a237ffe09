import { type Convention, type ImageLayout, plainConvention } from '../../networks/classifier/convention.ts';
import { conventionGradient, conventionImages } from '../../networks/classifier/conventionImages.ts';
import type { Graph } from '../../onnx/graph/graph.ts';
import type { BlackBox } from '../../runtime/blackBoxClassifier.ts';
import type { Classifier } from '../../runtime/classifier.ts';
import { modelClassifier } from '../../runtime/modelClassifier.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { DoctorOptions } from './doctorOptions.ts';
import { isTransposed, straightLayout, transposed } from './transposedLayouts.ts';

/** A model under any convention. */
export interface TriedModel {
  /** [n, c, h, w], pixels in [0, 1] → [n, classes]. */
  logits(images: Tensor<'float32'>, convention: Convention): Promise<Tensor<'float32'>>;
  /** [n, c, h, w] → the gradient of the images' cross-entropies, of the same shape. */
  inputGradient(
    images: Tensor<'float32'>,
    labels: Int32Array,
    convention: Convention,
  ): Promise<Tensor<'float32'>>;
  release(): Promise<void>;
}

/**
 * Opens a model under all conventions at once: the images are changed, not the graph, since a large model takes seconds to load. Only
 * layouts that differ in more than rows and columns need a graph of their own.
 */
export function openTriedModel(
  model: Graph | BlackBox,
  [height, width]: readonly [height: number, width: number],
  { pool, block, channels, output, settled, classOrder }: DoctorOptions,
): TriedModel {
  const opened = new Map<ImageLayout, Classifier>();
  const classifierFor = async ({ layout }: Convention) => {
    const straight = straightLayout(layout);
    const known = opened.get(straight);
    if (known) return known;
    const image = [channels, height, width] as const;
    const given = { image, output, classOrder, settled, block };
    const { classifier } = await modelClassifier(
      pool,
      model,
      { ...plainConvention, layout: straight },
      given,
    );
    opened.set(straight, classifier);
    return classifier;
  };
  const turned = (images: Tensor<'float32'>, { layout }: Convention) =>
    isTransposed(layout) ? transposed(images) : images;
  const fed = (images: Tensor<'float32'>, convention: Convention) =>
    turned(conventionImages(images, convention, channels), convention);
  return {
    async logits(images, convention) {
      const classifier = await classifierFor(convention);
      return classifier.logits(fed(images, convention));
    },
    async inputGradient(images, labels, convention) {
      const classifier = await classifierFor(convention);
      const { gradient } = await classifier.inputGradient(fed(images, convention), labels);
      return conventionGradient(turned(gradient, convention), convention, images.shape[1]);
    },
    async release() {
      for (const classifier of opened.values()) await classifier.release();
    },
  };
}
