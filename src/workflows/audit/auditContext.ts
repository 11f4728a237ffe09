import { firstLayer } from '../../audit/kernels/firstLayer.ts';
import type { AuditContext } from '../../audit/parts/auditPart.ts';
import { auditImages } from '../../audit/plan/auditImages.ts';
import type { AuditSettings } from '../../audit/plan/auditSettings.ts';
import { batchMoments } from '../../layout/batchMoments.ts';
import { isQuantised } from '../../models/preflight/preflight.ts';
import type { Graph } from '../../onnx/graph/graph.ts';
import { createClassifier } from '../../runtime/classifier.ts';
import { seededRandom } from '../../tensor/random.ts';
import { oneLine } from '../../wording/oneLine.ts';
import type { OpenModel } from '../models/openModel.ts';

/** What the steps of an audit of an open model work on. */
export function auditContext(open: OpenModel, settings: AuditSettings): AuditContext {
  const { classifier, graph, dataset, pool, block } = open;
  const random = seededRandom(settings.seed).fork('audit');
  return {
    ...{ classifier, graph, settings, random },
    shape: dataset.shape,
    open: (changed, options) => createClassifier(pool, changed, { block, ...options }),
    images: auditImages(dataset.test, settings, random.fork('samples')),
    gradients: hasGradients(open),
    quantised: isQuantised(open.preflight),
    kernels: graph !== null && kernelProblem(graph) === undefined,
    blackBox: graph === null,
    batchNorm: graph !== null && batchMoments(graph).changed > 0,
  };
}

/** Whether every operator on the way from the logits to the pixels has a gradient. */
export const hasGradients = ({ preflight }: OpenModel) => preflight.problems.length === 0;

/** Why the first layer cannot be looked at; undefined where it can. */
export function kernelProblem(graph: Graph): string | undefined {
  try {
    firstLayer(graph);
    return undefined;
  } catch (error) {
    return oneLine(error);
  }
}
