import { join } from 'node:path';
import type { AttackedImage } from '../../attacks/attackImage.ts';
import type { KeptParts } from '../../attacks/searchParts.ts';
import { readInside, writeInside } from '../../files/inside.ts';
import { encodeNpz, type NpzArchive, readNpz } from '../../tensor/npz.ts';
import { float32, slice, type Tensor, tensor } from '../../tensor/tensor.ts';
import { oneLine } from '../../wording/oneLine.ts';
import { UserError } from '../../wording/userError.ts';

/** Images in a part: what a stopped attack does again at most. */
const SIZE = 128;

interface Form<T> {
  toArrays(results: readonly T[]): Record<string, Tensor>;
  fromArrays(archive: NpzArchive): T[];
}

/** Keeps the images of an attack that are done, in `.npz` files of a folder `name` in the folder of its results. */
export function attackParts(folder: string, name: string): KeptParts<AttackedImage> {
  return partsIn(folder, name, {
    toArrays(results) {
      const size = results[0].pixels.length;
      const pixels = float32([results.length, size]);
      results.forEach((result, image) => {
        pixels.data.set(result.pixels, image * size);
      });
      const restarts = Int32Array.from(results, ({ fallenAtRestart }) => fallenAtRestart);
      return { pixels, fallenAtRestart: tensor('int32', [results.length], restarts) };
    },
    fromArrays(archive) {
      const pixels = archive.read('pixels') as Tensor<'float32'>;
      const { data: restarts } = archive.read('fallenAtRestart') as Tensor<'int32'>;
      return Array.from(restarts, (fallenAtRestart, image) => ({
        pixels: slice(pixels, image, image + 1).data,
        fallenAtRestart,
      }));
    },
  });
}

/** The same for the search for the smallest ε. */
export function sizeParts(folder: string, name: string): KeptParts<number> {
  return partsIn(folder, name, {
    toArrays: (sizes) => ({ sizes: tensor('float64', [sizes.length], Float64Array.from(sizes)) }),
    fromArrays: (archive) => [...(archive.read('sizes') as Tensor<'float64'>).data],
  });
}

function partsIn<T>(folder: string, name: string, { toArrays, fromArrays }: Form<T>): KeptParts<T> {
  const fileOf = (first: number) => `${name}/${first}.npz`;
  return {
    size: SIZE,
    async read(first) {
      const path = join(folder, fileOf(first));
      const bytes = await readInside(folder, fileOf(first));
      if (bytes === undefined) return undefined;
      try {
        const archive = readNpz(bytes);
        const [evaluations, gradients, zeroGradients] = archive.read('counts').data as Float64Array;
        return { results: fromArrays(archive), evaluations, gradients, zeroGradients };
      } catch (error) {
        throw new UserError(`${path}: ${oneLine(error)}; delete it to do its images again`);
      }
    },
    async write(first, { results, evaluations, gradients, zeroGradients }) {
      const counts = tensor('float64', [3], Float64Array.of(evaluations, gradients, zeroGradients));
      await writeInside(folder, fileOf(first), encodeNpz({ ...toArrays(results), counts }));
    },
  };
}
