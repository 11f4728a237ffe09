import type { Convention } from '../../networks/classifier/convention.ts';
import type { Graph } from '../../onnx/graph/graph.ts';
import { commonConventions } from './commonConventions.ts';
import { type LikelyConventionsOptions, likelyConventions } from './likelyConventions.ts';

/** How a model probably wants its images, and why; for where nobody can say and no labelled images can tell. */
export interface AssumedConvention {
  /** Among `commonConventions`. */
  readonly name: string;
  readonly convention: Convention;
  /** One clause, such as `most models that take 224 × 224 pixels were trained so`. */
  readonly reason: string;
}

export type AssumedConventionOptions = Omit<LikelyConventionsOptions, 'data'>;

/** A first guess at a model's normalisation, from what its file looks like; the person who has the model knows better. */
export function assumedConvention(model: Graph, options: AssumedConventionOptions): AssumedConvention {
  const { image, layout } = options;
  const known = commonConventions(image[0], { layouts: [layout], images: image[0] });
  const [likeliest] = likelyConventions(model, options).flatMap(({ names, reason }) =>
    names.flatMap((name) => {
      const found = known.find(({ values }) => values === name);
      return found ? [{ name, convention: found.convention, reason }] : [];
    }),
  );
  return likeliest;
}
