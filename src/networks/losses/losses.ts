import type { GraphBuilder } from '../../onnx/build/builder.ts';
import type { Value } from '../../onnx/graph/graph.ts';
import { float32 } from '../../tensor/tensor.ts';

/** What an attack raises: a number for each image, computed from its logits. */
export interface Loss {
  readonly name: LossName;
  /**
   * Adds the loss of each image to a graph.
   *
   * @param logits float32 [n, classes], classes fixed
   * @param targets float32 [n, classes], one-hot
   * @returns shape [n]
   * @throws RangeError when the loss needs more classes than there are
   */
  add(g: GraphBuilder, logits: Value, targets: Value): Value;
}

export type LossName = 'cross-entropy' | 'dlr' | 'margin';

/** −log softmax(z)_y, in nats; targets may be soft labels, rows that sum to 1. */
export const crossEntropy: Loss = {
  name: 'cross-entropy',
  add: (g, logits, targets) =>
    g.add('Neg', [sumOfRows(g, targets, g.add('LogSoftmax', [logits], { axis: 1 }))]),
};

/**
 * Difference of logits ratio (Croce and Hein, 2020): −(z_y − max_{i≠y} z_i) / (z_π1 − z_π3), where π sorts the logits
 * from the largest. Neither adding to the logits nor multiplying them changes it. Needs three classes.
 */
export const dlr: Loss = {
  name: 'dlr',
  add(g, logits, targets) {
    const classes = classesOf(g, logits);
    if (classes < 3) throw new RangeError(`dlr: needs at least 3 classes, got ${classes}`);
    const first = largest(g, logits);
    const second = largest(g, without(g, logits, first));
    const third = largest(g, without(g, logits, g.add('Add', [first, second])));
    const spread = sumOfRows(g, g.add('Sub', [first, third]), logits);
    // The constant of the authors' code; without it three equal largest logits would divide by zero.
    return g.add('Div', [margin.add(g, logits, targets), g.add('Add', [spread, g.scalar(1e-12)])]);
  },
};

/** max_{i≠y} z_i − z_y: negative for a right answer, positive for a wrong one (Carlini and Wagner, 2017). */
export const margin: Loss = {
  name: 'margin',
  add(g, logits, targets) {
    const classes = classesOf(g, logits);
    if (classes < 2) throw new RangeError(`margin: needs at least 2 classes, got ${classes}`);
    const rival = largest(g, without(g, logits, targets));
    return sumOfRows(g, g.add('Sub', [rival, targets]), logits);
  },
};

export const losses: Readonly<Record<LossName, Loss>> = { 'cross-entropy': crossEntropy, dlr, margin };

function classesOf(g: GraphBuilder, logits: Value): number {
  return g.type(logits).shape[1] as number;
}

/** One-hot rows: the first of each row's largest values. No gradient flows through it, as through any choice. */
function largest(g: GraphBuilder, values: Value): Value {
  const index = g.add('ArgMax', [values], { axis: 1, keepdims: 0 });
  return g.add('OneHot', [index, g.ints(classesOf(g, values)), g.constant(float32([2], [0, 1]))], {
    axis: 1,
  });
}

/** The logits with the marked ones too small to be the largest. */
function without(g: GraphBuilder, logits: Value, marked: Value): Value {
  return g.add('Sub', [logits, g.add('Mul', [marked, g.scalar(1e30)])]);
}

function sumOfRows(g: GraphBuilder, weights: Value, values: Value): Value {
  return g.add('ReduceSum', [g.add('Mul', [weights, values]), g.ints(1)], { keepdims: 0 });
}
