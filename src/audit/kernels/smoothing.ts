import { z } from 'zod';
import { attackSettingsSchema } from '../../attacks/attackSettings.ts';
import { searchedMethods } from '../../attacks/minimalEpsilon.ts';
import type { Epsilon } from '../../attacks/parseEpsilon.ts';
import type { Split } from '../../data/dataset/dataset.ts';
import { imageBatches } from '../../data/dataset/imageBatches.ts';
import { firstConvolution } from '../../networks/classifier/firstConvolution.ts';
import { smoothFirstConvolution } from '../../networks/classifier/smoothFirstConvolution.ts';
import type { Graph } from '../../onnx/graph/graph.ts';
import type { Classifier } from '../../runtime/classifier.ts';
import { kernelSpectrum } from '../../spectrum/kernels/kernelSpectrum.ts';
import { presets } from '../../spectrum/split/preset.ts';
import { ascending } from '../../statistics/ascending.ts';
import type { Random } from '../../tensor/random.ts';
import { sizeOf } from '../../tensor/tensor.ts';
import { answersOf, countOf, rightOf } from '../measures/answers.ts';
import { figureOf, measureSchema, shareOf } from '../measures/measure.ts';
import { type MeasureOptions, WORKING_NUMBERS } from '../measures/measureOptions.ts';
import { pairedTest, pairedTestSchema } from '../measures/pairedTest.ts';
import { type Protocol, protocols } from './smoothingProtocols.ts';

/** A model's first layer smoothed with several ρ (§6.3), in the layout of Table 2. */
export const smoothingSchema = z.object({
  /** `paper` attacks afresh at each ε; `authors` looks for the smallest ε, and counts what is not fooled within each. */
  preset: z.enum(presets),
  /** Images; null where only the kernels were looked at. */
  n: z.int().positive().nullable(),
  /** The first convolution. */
  convolution: z.object({
    name: z.string(),
    /** [out, in / group, height, width]. */
    shape: z.array(z.int().positive()),
  }),
  /** Columns of the table after the clean accuracy; `measure` is their name in `measures`. */
  columns: z.array(
    z.object({
      measure: z.string(),
      method: z.enum(searchedMethods),
      /** L∞, in pixel units, and as it was written. */
      epsilon: z.number().min(0),
      text: z.string(),
      /** What the attack does in full; null where the smallest ε was searched for. */
      settings: attackSettingsSchema.nullable(),
    }),
  ),
  rows: z.array(
    z.object({
      /** 0 is the model as it is. */
      rho: z.number().min(0),
      /** `clean`, each column, and `smoothness`: the share of the kernels' power beyond r = 8. */
      measures: z.record(z.string(), measureSchema),
      /** How that share is spread over the out-channels. */
      spread: z.object({
        standardDeviation: z.number(),
        /** Lower quartile, median, upper quartile. */
        quartiles: z.array(z.number()).length(3),
      }),
      /** `clean` and each column beside those at ρ = 0 (first: ρ = 0, second: this row), on the same images. */
      paired: z.record(z.string(), pairedTestSchema),
    }),
  ),
});

export type Smoothing = Readonly<z.infer<typeof smoothingSchema>>;

/** What the smoothed models are shown. */
export interface SmoothingImages extends MeasureOptions {
  readonly split: Split;
  /** Sizes of the attacks in L∞. */
  readonly epsilons: readonly Epsilon[];
  /** Makes a classifier of a graph; it is released after its row. */
  readonly open: (graph: Graph) => Promise<Classifier>;
  /** Random starts are the same for each ρ. */
  readonly random: Random;
}

export interface SmoothingOptions {
  /** Values of ρ; 0, the model as it is, is always there and comes first. */
  readonly rhos: readonly number[];
  readonly preset?: Smoothing['preset'];
  /** Without them only the kernels are looked at. */
  readonly images?: SmoothingImages;
}

/**
 * Smooths the first convolution of a model with each ρ, and attacks every smoothed model itself, white box.
 *
 * @param graph canonical classifier (`images` in [0, 1], `logits`); without images, any graph
 * @throws what `firstConvolution` throws; the signal's reason once it is aborted
 */
export async function smoothing(
  graph: Graph,
  { rhos, preset = 'paper', images }: SmoothingOptions,
): Promise<Smoothing> {
  const { node, weights } = firstConvolution(graph);
  const protocol = images && protocols[preset](images.epsilons, images.random);
  const all = ascending([0, ...rhos]);
  const rows: Smoothing['rows'] = [];
  let unsmoothed: Standing = {};
  for (const [index, rho] of all.entries()) {
    const smoothed = rho === 0 ? graph : smoothFirstConvolution(graph, { rho });
    const { share, spread } = kernelSpectrum(firstConvolution(smoothed).weights);
    const standing =
      images && protocol
        ? await attackModel(smoothed, protocol, images, { row: index, rows: all.length })
        : {};
    if (index === 0) unsmoothed = standing;
    const entries = Object.entries(standing);
    rows.push({
      rho,
      measures: {
        ...Object.fromEntries(entries.map(([name, flags]) => [name, shareOf(countOf(flags), flags.length)])),
        smoothness: figureOf(share),
      },
      spread: { ...spread, quartiles: [...spread.quartiles] },
      paired: Object.fromEntries(entries.map(([name, flags]) => [name, pairedTest(unsmoothed[name], flags)])),
    });
  }
  return {
    preset,
    n: images?.split.count ?? null,
    convolution: { name: node.name, shape: [...weights.shape] },
    columns: [...(protocol?.columns ?? [])],
    rows,
  };
}

/** By `clean` and the columns' names, 1 for each image that is answered rightly. */
type Standing = Readonly<Record<string, Uint8Array>>;

async function attackModel(
  graph: Graph,
  protocol: Protocol,
  { split, open, signal, onProgress }: SmoothingImages,
  { row, rows }: { readonly row: number; readonly rows: number },
): Promise<Standing> {
  const clean = new Uint8Array(split.count);
  const attacked = protocol.columns.map(() => new Uint8Array(split.count));
  const batch = Math.max(1, Math.min(500, Math.floor(WORKING_NUMBERS / sizeOf(split.images.shape))));
  // In image passes: one for the clean answer, then what the attacks take.
  const work = 1 + protocol.cost;
  const classifier = await open(graph);
  try {
    for await (const { start, images, labels } of imageBatches(split, { batch, signal })) {
      const advance = (part: number) =>
        onProgress?.((row * split.count + start) * work + part, rows * split.count * work);
      clean.set(rightOf(answersOf(await classifier.logits(images)), labels), start);
      const standing = await protocol.standing(
        classifier,
        { start, images, labels },
        { signal, advance: (part) => advance(labels.length + part) },
      );
      for (const [column, flags] of standing.entries()) attacked[column].set(flags, start);
      advance(labels.length * work);
    }
  } finally {
    await classifier.release();
  }
  return {
    clean,
    ...Object.fromEntries(protocol.columns.map(({ measure }, column) => [measure, attacked[column]])),
  };
}
