import { type Command, Option } from 'commander';

/** What was typed for a command that opens a model. */
export interface ModelFlags {
  readonly dataset?: string;
  readonly dataDir?: string;
  readonly imageSize?: string;
  readonly limit?: string;
  readonly mean?: string;
  readonly std?: string;
  readonly range?: string;
  readonly layout?: string;
  readonly channels?: string;
  readonly output?: string;
  readonly classes?: string;
  readonly classMap?: string;
  readonly threads?: string;
  readonly seed?: string;
}

/** Names of the flags that were typed. */
export function typedOf(command: Command): string[] {
  return Object.keys(command.opts()).filter((name) => command.getOptionValueSource(name) === 'cli');
}

/** Declares the flags of every command that opens a model; `openModel` resolves them. */
export function addModelFlags(command: Command): Command {
  return command
    .option('--dataset <NAME>', 'planted, mnist, fashion-mnist, cifar-10, an image folder or an .npz file')
    .option('--data-dir <DIR>', "folder of the data sets' files (default: PASSBAND_DATA, else the cache)")
    .option('--image-size <PIXELS>', "height and width of an image folder's images (default: the model's)")
    .option('--limit <N>', 'use this many test images only, with the share of each class kept')
    .option(
      '--mean <LIST>',
      'subtracted from the pixels before the model, as 0.485,0.456,0.406 (default: found out)',
    )
    .option('--std <LIST>', 'divided by after that, as 0.229,0.224,0.225')
    .option('--range <LOW,HIGH>', 'what black and white are before that, as 0,255 (default: 0,1)')
    .addOption(new Option('--layout <NAME>', "order of the input's axes").choices(['NCHW', 'NHWC']))
    .addOption(new Option('--channels <NAME>', 'order of the channels').choices(['RGB', 'BGR', 'grey']))
    .option('--output <NAME>', 'the output with the classes, where a model has several')
    .option('--classes <FILE>', "names of the model's classes in its order: a JSON list or one a line")
    .option(
      '--class-map <FILE>',
      'JSON object of data set class → model class (name or index), for other classes',
    )
    .option('--threads <N>', 'processor threads (default: all)')
    .option('--seed <N>', 'seed of everything random (default: 0)');
}
