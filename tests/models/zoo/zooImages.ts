import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { gunzipSync } from 'node:zlib';
import { seededRandom } from '#passband/tensor/random.ts';
import { float32, type Tensor } from '#passband/tensor/tensor.ts';
import { sharedPath } from '../../support/shared.ts';

const { jpegjs }: { jpegjs: JpegDecoder } = createRequire(import.meta.url)('playwright-core/lib/utilsBundle');

interface JpegDecoder {
  decode(
    file: Uint8Array,
    options: { readonly useTArray: true; readonly formatAsRGBA: false },
  ): { readonly data: Uint8Array; readonly width: number };
}

export interface Images {
  /** [n, c, h, w], pixels in [0, 1]. */
  readonly images: Tensor<'float32'>;
  readonly labels: Int32Array;
}

export function mnist(count: number): Images {
  const folder = sharedPath('datasets/mnist')!;
  const bytesOf = (name: string) => gunzipSync(readFileSync(`${folder}/${name}-ubyte.gz`));
  const pixels = bytesOf('t10k-images-idx3').subarray(16, 16 + 784 * count);
  const labels = bytesOf('t10k-labels-idx1').subarray(8, 8 + count);
  const images = float32(
    [count, 1, 28, 28],
    Float32Array.from(pixels, (value) => value / 255),
  );
  return { images, labels: Int32Array.from(labels) };
}

export function cifar(count: number): Images {
  const bytes = readFileSync(sharedPath('datasets/cifar-10-batches-bin/test_batch.bin')!);
  const images = float32([count, 3, 32, 32]);
  const labels = Int32Array.from({ length: count }, (_, image) => bytes[3073 * image]);
  for (let at = 0; at < images.data.length; at++) {
    images.data[at] = bytes[3073 * Math.floor(at / 3072) + 1 + (at % 3072)] / 255;
  }
  return { images, labels };
}

/**
 * The middle 224 pixels from (1, 1) of images of 227; a class is the place of its WordNet id among the 1,000. The expected
 * accuracy is that of a decoder which repeats a JPEG's chroma: where sharp blends it, six of 260 answers fewer are right.
 */
export function imagenet(count: number): Images {
  const folder = sharedPath('datasets/imagenet-val-260')!;
  const ids = readFileSync(`${folder}/synset_words.txt`, 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.split(' ')[0]);
  const there = new Set(readdirSync(folder));
  const files = ids.flatMap((id, label) =>
    there.has(id)
      ? readdirSync(`${folder}/${id}`).map((name) => ({ path: `${folder}/${id}/${name}`, label }))
      : [],
  );
  const chosen = files.slice(0, count);
  const images = float32([chosen.length, 3, 224, 224]);
  for (const [image, { path }] of chosen.entries()) {
    const { data, width } = jpegjs.decode(readFileSync(path), { useTArray: true, formatAsRGBA: false });
    let at = image * 3 * 224 ** 2;
    for (let channel = 0; channel < 3; channel++) {
      for (let y = 1; y <= 224; y++) {
        for (let x = 1; x <= 224; x++) images.data[at++] = data[3 * (y * width + x) + channel] / 255;
      }
    }
  }
  return { images, labels: Int32Array.from(chosen, ({ label }) => label) };
}

/** Grey noise over images, so that no pixels are equal, where a pool has a kink; a class that is not theirs, whose loss is steep. */
export function unsure({ images, labels }: Images, name: string): Images {
  const random = seededRandom(name);
  const pixels = images.data.map((pixel) => 0.8 * pixel + 0.2 * random.uniform());
  return { images: float32(images.shape, pixels), labels: labels.map((label) => (label + 1) % 10) };
}
