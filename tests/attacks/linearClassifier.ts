import { type Random, seededRandom } from '#passband/tensor/random.ts';
import { float32, sizeOf, slice, type Tensor } from '#passband/tensor/tensor.ts';

/** Softmax regression in plain TypeScript, whose gradient is known: (softmax − one-hot) · weights. */
export function linearClassifier(
  classes: number,
  shape: readonly number[],
  bounds: readonly [number, number],
) {
  const size = sizeOf(shape);
  const weights = new Float64Array(classes * size);
  const loss = (logits: Float32Array, label: number) =>
    Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit), 0)) - logits[label];

  function rowLogits(image: Float32Array): Float32Array {
    return Float32Array.from({ length: classes }, (_, row) =>
      image.reduce((sum, pixel, column) => sum + pixel * weights[row * size + column], 0),
    );
  }

  function errors(logits: Float32Array, label: number): Float32Array {
    const total = logits.reduce((sum, logit) => sum + Math.exp(logit), 0);
    return logits.map((logit, row) => Math.exp(logit) / total - (row === label ? 1 : 0));
  }

  const rows = (images: Tensor<'float32'>) =>
    Array.from({ length: images.shape[0] }, (_, n) => images.data.subarray(n * size, (n + 1) * size));

  async function logits(images: Tensor<'float32'>) {
    return float32(
      [images.shape[0], classes],
      rows(images).flatMap((image) => [...rowLogits(image)]),
    );
  }

  return {
    bounds,
    logits,
    /** Mean cross-entropy. */
    loss: (images: Tensor<'float32'>, labels: Int32Array) =>
      rows(images).reduce((sum, image, n) => sum + loss(rowLogits(image), labels[n]), 0) / labels.length,
    /** Whether each image's answer is its label. */
    right: (images: Tensor<'float32'>, labels: Int32Array) =>
      rows(images).map((image, n) => {
        const logits = rowLogits(image);
        return logits.indexOf(Math.max(...logits)) === labels[n];
      }),
    async inputGradient(images: Tensor<'float32'>, labels: Int32Array) {
      const gradient = float32(images.shape);
      const answers = await logits(images);
      const losses = new Float32Array(labels.length);
      labels.forEach((truth, n) => {
        const row = slice(answers, n, n + 1).data;
        losses[n] = loss(row, truth);
        errors(row, truth).forEach((error, label) => {
          for (let column = 0; column < size; column++) {
            gradient.data[n * size + column] += error * weights[label * size + column];
          }
        });
      });
      return { gradient, logits: answers, losses };
    },
    train(images: Tensor<'float32'>, labels: Int32Array, epochs: number): void {
      for (let epoch = 0; epoch < epochs; epoch++) {
        rows(images).forEach((image, n) => {
          errors(rowLogits(image), labels[n]).forEach((error, label) => {
            for (let column = 0; column < size; column++)
              weights[label * size + column] -= error * image[column];
          });
        });
      }
    },
  };
}

/** Images around one random prototype for each class, clipped to [0, 1]; some pixels are exactly 0 or 1. */
export function prototypeImages(classes: number, shape: readonly number[], count: number, random: Random) {
  const size = sizeOf(shape);
  const fixed = seededRandom('prototypes');
  const prototypes = Float32Array.from({ length: classes * size }, () => fixed.uniform());
  const labels = Int32Array.from({ length: count }, (_, n) => n % classes);
  const images = float32([count, ...shape]);
  for (let index = 0; index < images.data.length; index++) {
    const prototype = prototypes[labels[Math.floor(index / size)] * size + (index % size)];
    images.data[index] = Math.min(Math.max(prototype + 0.3 * random.normal(), 0), 1);
  }
  return { images, labels };
}
