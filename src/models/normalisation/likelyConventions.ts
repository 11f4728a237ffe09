import type { ImageLayout } from '../../networks/classifier/convention.ts';
import type { ImageShape } from '../../networks/classifier/modelInput.ts';
import type { Graph } from '../../onnx/graph/graph.ts';
import { largest } from '../../statistics/extremes.ts';
import { commonValues, type KnownData } from './commonConventions.ts';

export interface LikelyConventionsOptions {
  /** Channels, height and width of the images that the model takes. */
  readonly image: ImageShape;
  readonly layout: ImageLayout;
  readonly classes: number;
  /** Nodes with which the model normalises its own input (`innerNormalisation`). */
  readonly inner: readonly string[];
  /** The data set that the images are of, null where they are of none that is known; absent where there are no images. */
  readonly data?: KnownData | null;
}

/** Names of `commonConventions`, without layout and order of channels, in groups, the likeliest first; each group's reason. */
export type LikelyConventions = readonly {
  readonly names: readonly string[];
  /** One clause, such as `most models that take 224 × 224 pixels were trained so`. */
  readonly reason: string;
}[];

/**
 * Which conventions are likelier than others before the model answers anything, from what its file looks like and which
 * images it is for. The page takes the first; where there are labelled images, they are asked first, and this decides
 * between what does equally well on them.
 */
export function likelyConventions(model: Graph, options: LikelyConventionsOptions): LikelyConventions {
  const names = commonValues.map(({ name }) => name);
  const statistics = commonValues.flatMap(({ name, data }) => (data ? [name] : []));
  const plain = 'pixels 0–1';
  const groups = [
    ...usual(model, options),
    { names: [plain], reason: 'it is the plainest' },
    {
      names: names.filter((name) => name !== plain && !statistics.includes(name)),
      reason: 'it is of no data set',
    },
    { names: statistics, reason: 'these are statistics of another data set' },
  ];
  const seen = new Set<string>();
  return groups
    .map(({ names: own, reason }) => ({
      names: own.filter((name) => !seen.has(name) && seen.add(name)),
      reason,
    }))
    .filter(({ names: own }) => own.length > 0);
}

/** What is likelier than pixels from 0 to 1. */
function usual(
  model: Graph,
  { image: [channels, height, width], layout, classes, inner, data }: LikelyConventionsOptions,
): LikelyConventions {
  const [{ type }] = model.inputs.values();
  if (!type.startsWith('float')) return [{ names: ['pixels 0–255'], reason: `its input is of ${type}` }];
  if (inner.length > 0) {
    const nodes = inner.map((node) => `‘${node}’`).join(', ');
    const names = [takesBytes(model, inner) ? 'pixels 0–255' : 'pixels 0–1'];
    return [{ names, reason: `it normalises its input itself (${nodes})` }];
  }
  const size = `${height} × ${width}`;
  const own = commonValues.flatMap((known) => (data && known.data === data ? [known.name] : []));
  const ofData = own.length > 0 ? [{ names: own, reason: `these are the statistics of ${data}` }] : [];
  if (channels === 3 && Math.min(height, width) >= 96) {
    const ofSize =
      layout === 'NCHW'
        ? { names: ['ImageNet'], reason: `most models that take ${size} pixels in colour were trained so` }
        : {
            names: ['mean and std 0.5'],
            reason: 'most models from TensorFlow, whose channels come last, were',
          };
    return [ofSize, ...ofData];
  }
  if (data === undefined && channels === 3 && height === 32 && width === 32 && [10, 100].includes(classes)) {
    const reason = `most models of ${classes} classes that take ${size} pixels in colour were trained so`;
    return [{ names: [`CIFAR-${classes}`], reason }];
  }
  return ofData;
}

/** From this size on, constants are of pixels up to 255. */
const LARGE = 8;

/** Whether the constants that a model subtracts, or divides by, are those of pixels up to 255. */
function takesBytes({ nodes, initializers }: Graph, inner: readonly string[]): boolean {
  return nodes
    .filter(({ name }) => inner.includes(name))
    .some(({ op, inputs }) => {
      const constants = inputs.flatMap((input) => {
        const constant = initializers.get(input);
        return constant ? Array.from(constant.data as Float32Array, (value) => Math.abs(Number(value))) : [];
      });
      const most = largest(constants);
      if (op === 'Mul') return most > 0 && most < 1 / LARGE;
      return (op === 'Sub' || op === 'Div' || op === 'Add') && most > LARGE;
    });
}
