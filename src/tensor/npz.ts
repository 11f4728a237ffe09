import { encodeNpy, viewNpy } from './npy.ts';
import type { Tensor } from './tensor.ts';
import { encodeZip, readZipEntry, zipEntries } from './zip.ts';

/** The arrays of a NumPy `.npz` file, decompressed one at a time when asked for. */
export interface NpzArchive {
  /** As given to `numpy.savez`, without the `.npy` ending. */
  readonly names: readonly string[];
  /** Size of all of them together when they are decompressed, as the archive declares it. */
  readonly bytes: number;
  /**
   * May be a view on the archive's bytes.
   *
   * @throws Error when there is no such array, or when it is damaged or of a type that no tensor has
   */
  read(name: string): Tensor;
}

/**
 * Opens a NumPy `.npz` file, compressed or not.
 *
 * @param maxBytes limit on the decompressed size of all arrays together; 4 GiB by default
 * @throws Error when the bytes are no zip archive or declare more than `maxBytes`
 */
export function readNpz(bytes: Uint8Array, { maxBytes = 4 * 2 ** 30 } = {}): NpzArchive {
  const entries = zipEntries(bytes, { maxBytes }).filter(({ name }) => name.endsWith('.npy'));
  const arrays = new Map(entries.map((entry) => [entry.name.slice(0, -'.npy'.length), entry]));
  const names = [...arrays.keys()];
  return {
    names,
    bytes: entries.reduce((sum, { size }) => sum + size, 0),
    read: (name) => {
      const entry = arrays.get(name);
      if (!entry)
        throw new Error(`readNpz: no array '${name}'; the file holds ${names.join(', ') || 'none'}`);
      return viewNpy(readZipEntry(bytes, entry));
    },
  };
}

/**
 * The bytes of a NumPy `.npz` file, uncompressed: `numpy.load` gives the arrays back by their names.
 *
 * @throws RangeError when it would be larger than 4 GiB
 */
export function encodeNpz(arrays: Readonly<Record<string, Tensor>>): Uint8Array {
  return encodeZip(
    Object.entries(arrays).map(([name, array]) => ({ name: `${name}.npy`, content: encodeNpy(array) })),
  );
}
