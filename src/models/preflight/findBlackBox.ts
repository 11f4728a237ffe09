import type { ImageLayout } from '../../networks/classifier/convention.ts';
import { withImageAxes } from '../../networks/classifier/imageAxes.ts';
import {
  type ImageShape,
  type ModelInput,
  modelInput,
  withImageSize,
} from '../../networks/classifier/modelInput.ts';
import type { ModelFile } from '../../onnx/read/modelFile.ts';
import type { RawEnd } from '../../onnx/read/rawEnds.ts';
import type { RawModel } from '../../onnx/read/rawModel.ts';
import { oversizedValues } from './oversizedValues.ts';

export interface FindBlackBoxOptions {
  /** Channels, height and width of the images, where they are known. */
  readonly image?: ImageShape | undefined;
  /** By default the likelier one. */
  readonly layout?: ImageLayout | undefined;
  /** The output to take, where there are several. */
  readonly output?: string | undefined;
}

/** Images in and class scores out, as far as a file states it. */
export interface FoundBlackBox {
  readonly raw: RawModel;
  readonly input: ModelInput;
  readonly layout: ImageLayout;
  /** Where the class scores are. */
  readonly end: RawEnd;
  /** Two or more. */
  readonly classes: number;
  /** Whether an image has one number, that of the second of two classes. */
  readonly single: boolean;
}

/**
 * What ONNX Runtime could run of a model as its file has it; null where that is no classifier of such images or where its
 * input has other axes than a batch of them, where several outputs could be the classes, or where the file states values that would not fit into memory.
 */
export function findBlackBox(
  file: ModelFile,
  { image, layout: wanted, output }: FindBlackBoxOptions = {},
): FoundBlackBox | null {
  const raw = file.raw();
  if (!raw) return null;
  const { description } = raw;
  try {
    // Axes are put in order inside a graph only.
    if (withImageAxes(description).note !== null) return null;
    const input = modelInput(file.graph ?? description);
    const layout = wanted ?? input.layouts[0];
    if (image) withImageSize(description, input, layout, image);
    const ends = blackBoxEnds(raw, output);
    if (ends.length !== 1 || oversizedValues(raw.stated).length > 0) return null;
    const [{ end, count }] = ends;
    return { raw, input, layout, end, classes: Math.max(2, count), single: count === 1 };
  } catch {
    return null;
  }
}

/**
 * What could be the classes, one for each value that leads to them: scores before labels, several numbers an image before
 * single ones.
 */
export function blackBoxEnds(
  { ends }: RawModel,
  output?: string,
): readonly { readonly end: RawEnd; readonly count: number }[] {
  const candidates = ends
    .filter((end) => output === undefined || end.output === output)
    .flatMap((end) => {
      const sizes = end.shape.slice(1).filter((dim) => dim !== 1);
      const count = sizes.length === 0 ? 1 : sizes.length === 1 ? Number(sizes[0]) : Number.NaN;
      return count > 0 ? [{ end, count }] : [];
    });
  const several = candidates.filter(({ count }) => count > 1);
  const wide = several.length > 0 ? several : candidates;
  const taken = wide.filter(({ end: { rank } }) => wide.every(({ end }) => end.rank >= rank));
  return taken.filter(
    ({ end }, place) => taken.findIndex((each) => each.end.source === end.source) === place,
  );
}

/** A file's metadata, with the names of the classes where only its nodes say them. */
export function blackBoxMetadata({ raw, end: { labels } }: FoundBlackBox): Readonly<Record<string, string>> {
  const { metadata } = raw.description;
  return labels ? { 'passband.classes': JSON.stringify(labels), ...metadata } : metadata;
}
