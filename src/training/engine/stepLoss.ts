import type { GraphBuilder } from '../../onnx/build/builder.ts';
import type { Value } from '../../onnx/graph/graph.ts';

/** What a training step lowers, and what it tells of the network beside the loss. */
export interface StepLoss {
  /**
   * Adds the loss to a network for training, with an input for each of its targets. Targets are float32 and have a row
   * for each image, so that a batch can be shared among threads; a number of targets that differs from image to image
   * is padded, and a further target says what counts.
   *
   * @param batchSize images of the whole batch, of which the network may see a part: the loss is a sum over the images
   * at hand, divided by this number, so that the losses of the parts add up to the batch's mean
   * @returns a scalar
   */
  add(g: GraphBuilder, batchSize: number): Value;
  /**
   * Outputs of the network, or of what `add` adds, that a step returns: those with a row for each image are joined over
   * the batch, scalars are summed.
   */
  readonly results: readonly string[];
}
