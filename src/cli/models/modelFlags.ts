import { datasetForms } from '../../data/datasetNames.ts';
import { imageLayouts } from '../../networks/classifier/convention.ts';
import type { ModelSettings } from '../../workflows/models/modelSettings.ts';
import { choice, numbers, text, wholeNumber } from '../terminal/flagKinds.ts';
import type { FlagsOf, Typed } from '../terminal/flags.ts';
import { memoryFlags } from '../terminal/memoryFlags.ts';

const list = 'with commas between them';

/** Flags of every command that opens a model; their values are `ModelSettings`. */
export const modelFlags = {
  dataset: text('NAME', datasetForms),
  dataDir: text('DIR', "folder of the data sets' files (default: PASSBAND_DATA, else the cache)"),
  imageSize: wholeNumber('PIXELS', "height and width of an image folder's images (default: the model's)", 1),
  limit: wholeNumber('N', 'use this many test images only, with the share of each class kept', 1),
  mean: numbers(
    'LIST',
    'subtracted from the pixels before the model, as 0.485,0.456,0.406 (default: found out)',
    `one number, or one a channel, ${list}`,
    () => true,
  ),
  std: numbers(
    'LIST',
    'divided by after that, as 0.229,0.224,0.225',
    `positive: one number, or one a channel, ${list}`,
    (values) => values.every((value) => value > 0),
  ),
  range: numbers<[number, number]>(
    'LOW,HIGH',
    'what black and white are before that, as 0,255 (default: 0,1)',
    `two numbers, the lower first, ${list}`,
    ([low, high, ...more]) => low < high && more.length === 0,
  ),
  layout: choice(imageLayouts, "order of the input's axes"),
  channels: choice(['RGB', 'BGR', 'grey'], 'order of the channels'),
  output: text('NAME', 'the output with the classes, where a model has several'),
  classes: text('FILE', "names of the model's classes in its order: a JSON list or one a line"),
  classMap: text(
    'FILE',
    'JSON object of data set class → model class (name, index, or a list of them), for other classes',
  ),
  threads: wholeNumber('N', 'processor threads, one a core at most (default: all)', 1),
  ...memoryFlags,
  seed: wholeNumber('N', 'seed of everything random (default: 0)', 0),
} satisfies FlagsOf<ModelSettings>;

export type ModelFlags = Typed<typeof modelFlags>;
