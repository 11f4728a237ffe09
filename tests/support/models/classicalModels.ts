import type { MessageInitShape } from '@bufbuild/protobuf';
import { TensorProto_DataType as Code, type ValueInfoProtoSchema } from 'onnx-buf';
import { seededRandom } from '#passband/tensor/random.ts';
import { attribute, foreignModel, node, valueInfo } from './foreignModel.ts';

type ValueInfo = MessageInitShape<typeof ValueInfoProtoSchema>;
type Node = ReturnType<typeof node>;

/** Pixels in a row, of 6 × 6 grey images. */
const PIXELS = 36;
const CLASSES = 3;

const ml = (...given: Parameters<typeof node>): Node => ({ ...node(...given), domain: 'ai.onnx.ml' });

/** The type of a list with a map from class names to scores for each image, as ZipMap makes it. */
const maps = (name: string): ValueInfo => ({
  name,
  type: {
    value: {
      case: 'sequenceType',
      value: {
        elemType: {
          value: {
            case: 'mapType',
            value: {
              keyType: Code.STRING,
              valueType: { value: { case: 'tensorType', value: { elemType: Code.FLOAT } } },
            },
          },
        },
      },
    },
  },
});

const label = (elemType: number) => valueInfo('label', ['N'], elemType);

export const classicalNames = ['ant', 'bee', 'cow'] as const;

export interface ClassicalModel {
  readonly classes?: readonly string[];
  /** By default [None, 36] of floats. */
  readonly inputType?: number;
}

const numbers = (name: string, count: number, scale = 1): number[] => {
  const random = seededRandom(name);
  return Array.from({ length: count }, () => scale * random.normal());
};

const linear = (outputs: string[], classes: readonly string[]): Node =>
  ml(
    'LinearClassifier',
    ['x'],
    outputs,
    attribute.ss('classlabels_strings', ...classes),
    attribute.fs('coefficients', ...numbers('coefficients', CLASSES * PIXELS)),
    attribute.fs('intercepts', 0.2, -0.1, 0),
    attribute.i('multi_class', 1),
    attribute.s('post_transform', 'SOFTMAX'),
  );

/**
 * Classical models of 6 × 6 grey images in a row and of three classes, as skl2onnx and others write them: `maps` is a
 * logistic regression behind ZipMap, `label` the same with its label only, `trees` a forest, `vectors` a support vector
 * machine without probabilities.
 */
export function classicalModel(
  kind: 'maps' | 'label' | 'trees' | 'vectors',
  { classes = classicalNames, inputType = Code.FLOAT }: ClassicalModel = {},
): Uint8Array {
  const inputs = [valueInfo('x', [undefined, PIXELS], inputType)];
  const write = (nodes: Node[], outputs: ValueInfo[]) =>
    foreignModel({ opset: 15, ir: 8, nodes, inputs, outputs });
  if (kind === 'label') return write([linear(['label', 'scores'], classes)], [label(Code.STRING)]);
  if (kind === 'maps') {
    return write(
      [
        linear(['label', 'scores'], classes),
        ml('Normalizer', ['scores'], ['shares'], attribute.s('norm', 'L1')),
        ml('ZipMap', ['shares'], ['maps'], attribute.ss('classlabels_strings', ...classes)),
      ],
      [label(Code.STRING), maps('maps')],
    );
  }
  if (kind === 'trees') {
    return write([trees()], [label(Code.INT64), valueInfo('probabilities', ['N', CLASSES])]);
  }
  return write([supportVectors()], [label(Code.INT64)]);
}

/** Twelve trees with one question each, of which every class has four. */
function trees(): Node {
  const stumps = Array.from({ length: 12 }, (_, tree) => tree);
  const three = (of: (tree: number, place: number) => number) =>
    stumps.flatMap((tree) => [0, 1, 2].map((place) => of(tree, place)));
  const leaves = stumps.flatMap((tree) => [1, 2].map((place) => ({ tree, place })));
  return ml(
    'TreeEnsembleClassifier',
    ['x'],
    ['label', 'probabilities'],
    attribute.is('classlabels_int64s', 0, 1, 2),
    attribute.is('nodes_treeids', ...three((tree) => tree)),
    attribute.is('nodes_nodeids', ...three((_, place) => place)),
    attribute.is('nodes_featureids', ...three((tree, place) => (place === 0 ? (tree * 7) % PIXELS : 0))),
    attribute.fs('nodes_values', ...three((tree, place) => (place === 0 ? 0.3 + tree / 30 : 0))),
    {
      ...attribute.ss('nodes_modes', ...stumps.flatMap(() => ['BRANCH_LEQ', 'LEAF', 'LEAF'])),
    },
    attribute.is('nodes_truenodeids', ...three((_, place) => (place === 0 ? 1 : 0))),
    attribute.is('nodes_falsenodeids', ...three((_, place) => (place === 0 ? 2 : 0))),
    attribute.is('nodes_missing_value_tracks_true', ...three(() => 0)),
    attribute.is('class_treeids', ...leaves.map(({ tree }) => tree)),
    attribute.is('class_nodeids', ...leaves.map(({ place }) => place)),
    attribute.is('class_ids', ...leaves.map(({ tree, place }) => (tree + place) % CLASSES)),
    attribute.fs('class_weights', ...leaves.map(({ tree }) => (1 + tree) / 78)),
    attribute.s('post_transform', 'NONE'),
  );
}

function supportVectors(): Node {
  const count = 2 * CLASSES;
  return ml(
    'SVMClassifier',
    ['x'],
    ['label', 'pairs'],
    attribute.is('classlabels_ints', 0, 1, 2),
    attribute.fs('coefficients', ...numbers('duals', (CLASSES - 1) * count)),
    attribute.fs('kernel_params', 0.1, 0, 3),
    attribute.s('kernel_type', 'RBF'),
    attribute.s('post_transform', 'NONE'),
    attribute.fs('rho', 0.1, -0.1, 0),
    attribute.fs('support_vectors', ...numbers('vectors', count * PIXELS, 0.3)),
    attribute.is('vectors_per_class', 2, 2, 2),
  );
}
