import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { AttackedImage } from '../attacks/attackImage.ts';
import type { KeptParts } from '../attacks/searchParts.ts';
import { encodeNpz, type NpzArchive, readNpz } from '../tensor/npz.ts';
import { float32, slice, type Tensor, tensor } from '../tensor/tensor.ts';
import { writeFileAtomically } from '../training/writeFileAtomically.ts';
import { oneLine } from './oneLine.ts';
import { UserError } from './userError.ts';

/** Images in a part: what a stopped attack does again at most. */
const SIZE = 128;

interface Form<T> {
  toArrays(results: readonly T[]): Record<string, Tensor>;
  fromArrays(archive: NpzArchive): T[];
}

/** Keeps the images of an attack that are done, in `.npz` files of a folder. */
export function attackParts(folder: string): KeptParts<AttackedImage> {
  return partsIn(folder, {
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
export function sizeParts(folder: string): KeptParts<number> {
  return partsIn(folder, {
    toArrays: (sizes) => ({ sizes: tensor('float64', [sizes.length], Float64Array.from(sizes)) }),
    fromArrays: (archive) => [...(archive.read('sizes') as Tensor<'float64'>).data],
  });
}

function partsIn<T>(folder: string, { toArrays, fromArrays }: Form<T>): KeptParts<T> {
  const pathOf = (first: number) => join(folder, `${first}.npz`);
  return {
    size: SIZE,
    async read(first) {
      const path = pathOf(first);
      const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return undefined;
        throw error;
      });
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
      const path = pathOf(first);
      await mkdir(dirname(path), { recursive: true });
      await writeFileAtomically(path, encodeNpz({ ...toArrays(results), counts }));
    },
  };
}
