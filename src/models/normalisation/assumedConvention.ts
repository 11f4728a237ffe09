import type { Convention, ImageLayout } from '../../networks/classifier/convention.ts';
import type { ImageShape } from '../../networks/classifier/modelInput.ts';
import type { Graph } from '../../onnx/graph/graph.ts';
import { largest } from '../../statistics/extremes.ts';
import { commonConventions } from './commonConventions.ts';

/** How a model probably wants its images, and why; for where nobody can say and no labelled images can tell. */
export interface AssumedConvention {
  /** Among `commonConventions`. */
  readonly name: string;
  readonly convention: Convention;
  /** One clause, such as `most models that take 224 × 224 pixels were trained so`. */
  readonly reason: string;
}

export interface AssumedConventionOptions {
  /** Channels, height and width of the images that the model takes. */
  readonly image: ImageShape;
  readonly layout: ImageLayout;
  readonly classes: number;
  /** Nodes with which the model normalises its own input (`innerNormalisation`). */
  readonly inner: readonly string[];
}

/** A first guess at a model's normalisation, from what its file looks like; the person who has the model knows better. */
export function assumedConvention(
  model: Graph,
  { image, layout, classes, inner }: AssumedConventionOptions,
): AssumedConvention {
  const { name, reason } = guess(model, { image, layout, classes, inner });
  const known = commonConventions(image[0], { layouts: [layout], images: image[0] });
  return { ...known.find((each) => each.name === name)!, reason };
}

function guess(
  model: Graph,
  { image: [channels, height, width], layout, classes, inner }: AssumedConventionOptions,
): { readonly name: string; readonly reason: string } {
  const size = `${height} × ${width}`;
  const [{ type }] = model.inputs.values();
  if (!type.startsWith('float')) return { name: 'pixels 0–255', reason: `its input is of ${type}` };
  if (inner.length > 0) {
    const nodes = inner.map((node) => `‘${node}’`).join(', ');
    return {
      name: takesBytes(model, inner) ? 'pixels 0–255' : 'pixels 0–1',
      reason: `it normalises its input itself (${nodes})`,
    };
  }
  const usual = `most models of ${classes} classes that take ${size} pixels in colour were trained so`;
  if (channels === 3 && height === 32 && width === 32 && (classes === 10 || classes === 100)) {
    return { name: `CIFAR-${classes}`, reason: usual };
  }
  if (channels === 3 && Math.min(height, width) >= 96) {
    return layout === 'NCHW'
      ? { name: 'ImageNet', reason: `most models that take ${size} pixels in colour were trained so` }
      : { name: 'mean and std 0.5', reason: 'most models from TensorFlow, whose channels come last, were' };
  }
  return { name: 'pixels 0–1', reason: 'it is the plainest' };
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
