import { gratingWaves } from '#passband/data/planted/plantedImage.ts';
import { float32, sizeOf, type Tensor } from '#passband/tensor/tensor.ts';

/** A classifier whose answers are known because they are written down: one image → its logits. */
export function constructedClassifier(classes: number, logitsOf: (image: Float32Array) => ArrayLike<number>) {
  const seen = { images: 0, calls: 0 };
  return {
    seen,
    bounds: [0, 1] as const,
    async logits({ shape, data }: Tensor<'float32'>): Promise<Tensor<'float32'>> {
      const size = sizeOf(shape.slice(1));
      const logits = float32([shape[0], classes]);
      for (let image = 0; image < shape[0]; image++) {
        logits.data.set(
          Array.from(logitsOf(data.subarray(image * size, (image + 1) * size))),
          image * classes,
        );
      }
      seen.images += shape[0];
      seen.calls++;
      return logits;
    },
  };
}

/** Says the same class to everything. */
export const constantClassifier = (label: number, classes: number) =>
  constructedClassifier(classes, () =>
    Array.from({ length: classes }, (_, index) => (index === label ? 2 : 0)),
  );

/** Class 1 where ⟨x, direction⟩ > threshold, else class 0. */
export const linearClassifier = (direction: ArrayLike<number>, threshold: number) =>
  constructedClassifier(2, (image) => {
    const value = image.reduce((sum, pixel, at) => sum + pixel * direction[at], 0);
    return [0, value - threshold];
  });

/** Reads a planted image's grating, and nothing else: of each class, the energy at its two waves. */
export function gratingReader() {
  const size = 32;
  const templates = Array.from({ length: 10 }, (_, label) =>
    gratingWaves(label).flatMap(([wavesX, wavesY]) =>
      [Math.cos, Math.sin].map((wave) =>
        Float64Array.from({ length: size * size }, (_, at) => {
          // A window, as the waves are not whole ones and a silhouette's edges would leak in.
          const [y, x] = [Math.floor(at / size), at % size];
          const window = Math.sin((Math.PI * (x + 0.5)) / size) * Math.sin((Math.PI * (y + 0.5)) / size);
          return window * window * wave((2 * Math.PI * (wavesX * x + wavesY * y)) / size);
        }),
      ),
    ),
  );
  return constructedClassifier(10, (image) => {
    const grey = Float64Array.from(
      { length: size * size },
      (_, at) => image[at] + image[at + 1024] + image[at + 2048],
    );
    return templates.map((own) =>
      own.reduce(
        (sum, template) => sum + grey.reduce((dot, pixel, at) => dot + pixel * template[at], 0) ** 2,
        0,
      ),
    );
  });
}
