import type { Command } from 'commander';
import { addFlags } from '../terminal/flags.ts';
import { splitFlags } from './splitFlags.ts';

const notes = `
For each image, --out gets a contact sheet NAME-sheet.png and a folder NAME with every component as PNG and as .npy.
The .npy files hold the exact components (float32, [channels, height, width]; LFC + HFC is the image). A PNG is 8-bit
and cut off at 0 and 1, which is what --rescale is for:
  shift  0.5 is added to HFC, so that zero is grey (default)
  max    each component is divided by its largest value (default of --preset authors)
  none, clip  as it is
--preset paper calls a frequency low at d ≤ r, --preset authors at d < r.

Examples:
  $ passband split photo.jpg --radius 16,64,256 --out photo-split
  $ passband split images --radius 4,8,12,16 --distance linf --out split
  $ passband split photo.jpg --method svd --rank 8,32 --out photo-svd
`;

/** Declares `passband split`; what it runs is loaded when it runs. */
export function addSplitCommand(program: Command): void {
  const command = program
    .command('split')
    .description('Split images into low- and high-frequency components (LFC and HFC).')
    .argument('<IMAGE|FOLDER>', 'a JPEG, PNG, WebP, GIF, TIFF or AVIF file, or a folder of them');
  addFlags(command, splitFlags)
    .addHelpText('after', notes)
    .action(async (path, options) => (await import('./runSplit.ts')).runSplit(path, options));
}
