import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Dataset } from '../dataset/dataset.ts';
import { holdsCifar10, readCifar10 } from './cifar10.ts';
import { fashionMnist, holdsIdxFiles, type IdxFamily, mnist, readIdxDataset } from './mnist.ts';

/** A file to download, with the hash that its publishers or the field's libraries state. */
export interface OfficialFile {
  readonly name: string;
  readonly md5: string;
}

/** A published data set: where it may lie, where it comes from, and how it is read. */
export interface OfficialData {
  readonly title: string;
  /** Names inside a data folder under which it is looked for, torchvision's among them. */
  readonly places: readonly string[];
  /** Whether a path is a whole copy of it. */
  readonly holds: (path: string) => boolean;
  /** @param maxMemory in GiB */
  readonly read: (path: string, maxMemory?: number) => Promise<Dataset>;
  /** Addresses of the folder that has `files`, tried in order. */
  readonly addresses: readonly string[];
  readonly files: readonly OfficialFile[];
}

const archive = 'cifar-10-binary.tar.gz';

export const officialData: Readonly<Record<string, OfficialData>> = {
  mnist: idxData(mnist, {
    places: ['mnist', 'MNIST/raw'],
    // The original host refuses most downloads today; the first is the copy that PyTorch keeps of it.
    addresses: ['https://ossci-datasets.s3.amazonaws.com/mnist/', 'http://yann.lecun.com/exdb/mnist/'],
    files: [
      { name: 'train-images-idx3-ubyte.gz', md5: 'f68b3c2dcbeaaa9fbdd348bbdeb94873' },
      { name: 'train-labels-idx1-ubyte.gz', md5: 'd53e105ee54ea40749a09fcbcd1e9432' },
      { name: 't10k-images-idx3-ubyte.gz', md5: '9fb629c4189551a2d022fa330f9573f3' },
      { name: 't10k-labels-idx1-ubyte.gz', md5: 'ec29112dd5afa0611ce80d1b7f02629c' },
    ],
  }),
  'fashion-mnist': idxData(fashionMnist, {
    places: ['fashion-mnist', 'FashionMNIST/raw'],
    addresses: ['http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/'],
    files: [
      { name: 'train-images-idx3-ubyte.gz', md5: '8d4fb7e6c68d591d4c3dfef9ec88bf0d' },
      { name: 'train-labels-idx1-ubyte.gz', md5: '25c81989df183df01b3e8a0aad5dffbe' },
      { name: 't10k-images-idx3-ubyte.gz', md5: 'bef4ecab320f06d8554ea6380940ec79' },
      { name: 't10k-labels-idx1-ubyte.gz', md5: 'bb300cfdad3c16e7a12a480ee83cd310' },
    ],
  }),
  'cifar-10': {
    title: 'CIFAR-10',
    places: [
      'cifar-10-batches-bin',
      join('cifar-10', 'cifar-10-batches-bin'),
      archive,
      join('cifar-10', archive),
    ],
    holds: (path) => (path.endsWith(archive) ? existsSync(path) : holdsCifar10(path)),
    read: readCifar10,
    addresses: ['https://www.cs.toronto.edu/~kriz/'],
    files: [{ name: archive, md5: 'c32a1d4ab5d03f1284b67883e8d87530' }],
  },
};

function idxData(
  family: IdxFamily,
  { places, ...source }: Pick<OfficialData, 'places' | 'addresses' | 'files'>,
): OfficialData {
  return {
    title: family.title,
    places,
    holds: holdsIdxFiles,
    read: (path, maxMemory) => readIdxDataset(path, family, maxMemory),
    ...source,
  };
}
