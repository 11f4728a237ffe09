import type { Dataset } from '../../data/dataset/dataset.ts';
import { UserError } from '../../wording/userError.ts';

/** What is said where another size was asked for of images that keep their own. */
export function notResized(
  asked: number,
  { name, shape: [, height, width] }: Pick<Dataset, 'name' | 'shape'>,
) {
  return new UserError(
    `--image-size ${asked}: only images of a folder are resized, those of '${name}' have ${height}×${width} pixels`,
  );
}
