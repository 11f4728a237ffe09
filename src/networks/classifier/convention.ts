import { z } from 'zod';

/** Orders of an input's axes; with W before H, rows and columns of each image are exchanged. */
export const imageLayouts = ['NCHW', 'NHWC', 'NCWH', 'NWHC'] as const;

/** How a model wants its images, as against pixels in [0, 1], RGB, NCHW. */
export const conventionSchema = z.strictObject({
  layout: z.enum(imageLayouts),
  /** Order of the channels; grey images are repeated where the model takes three channels. */
  channels: z.enum(['RGB', 'BGR', 'grey']),
  /** What pixel 0 and pixel 1 become, before mean and std. */
  range: z.tuple([z.number(), z.number()]),
  /** Subtracted after `range`, one number a channel of the model in the model's order, or one for all. */
  mean: z.array(z.number()).min(1),
  /** Divided by after `mean`, likewise; > 0. */
  std: z.array(z.number().positive()).min(1),
});

export type Convention = Readonly<z.infer<typeof conventionSchema>>;

export type ImageLayout = Convention['layout'];

/** Pixels as they are. */
export const plainConvention: Convention = {
  layout: 'NCHW',
  channels: 'RGB',
  range: [0, 1],
  mean: [0],
  std: [1],
};

/** @throws Error when mean or std are neither one number nor one for each of the model's channels */
export function checkMoments({ mean, std }: Convention, channels: number): void {
  for (const [name, values] of Object.entries({ mean, std })) {
    if (values.length !== 1 && values.length !== channels) {
      throw new Error(
        `classifierGraph: ${name} needs one number, or one for each of ${channels} channels, got ${values.length}`,
      );
    }
  }
}

/** A convention in a line, such as `NCHW RGB, 0–1, mean 0.485 0.456 0.406, std 0.229 0.224 0.225`. */
export function describeConvention({ layout, channels, range, mean, std }: Convention): string {
  const isPlain = mean.every((value) => value === 0) && std.every((value) => value === 1);
  const moments = isPlain ? '' : `, mean ${mean.join(' ')}, std ${std.join(' ')}`;
  return `${layout} ${channels}, ${range[0]} to ${range[1]}${moments}`.replaceAll(/(?<=^|[ ,])-(?=\d)/g, '−');
}
