import type { Command } from 'commander';
import { addFlags } from '../terminal/flags.ts';
import { smoothFlags } from './smoothFlags.ts';

const notes = `
Smoothing adds to each weight of the first convolution ρ times its eight neighbours (§6.3, eq. 3). --out gets
  NAME-rho-0.25.onnx    the model with smoothed kernels, one for each ρ; it takes what the model takes
  kernels.svg           the kernels before and after, as in Fig. 7
  kernel-spectrum.svg   which frequencies they let through
  smooth.json           all numbers
  smooth.html           pictures and numbers as a page
With --dataset, every smoothed model is attacked in L∞, and the table of clean, FGSM and PGD accuracy is printed:
  --preset paper    each ε is attacked afresh, PGD with 40 steps from a random start
  --preset authors  the smallest ε that fools each image is searched for, as Foolbox 1 does

Examples:
  $ passband smooth model.onnx --rho 0.25,1 --out smoothed
  $ passband smooth model.onnx --dataset cifar-10 --limit 1000 --out smoothed
  $ passband smooth runs/lenet --epsilon 4/255,8/255 --out smoothed
`;

/** Declares `passband smooth`; what it runs is loaded when it runs. */
export function addSmoothCommand(program: Command): void {
  const command = program
    .command('smooth')
    .description('Smooth the kernels of the first convolution, and measure what that does to robustness.')
    .argument('<MODEL.onnx|RUN>', "an ONNX file, or a run's folder");
  addFlags(command, smoothFlags)
    .addHelpText('after', notes)
    .action(async (path, options) => (await import('./runSmooth.ts')).runSmooth(path, options));
}
