import type { Command } from 'commander';
import { addFlags } from '../terminal/flags.ts';
import { trainFlags } from './trainFlags.ts';

const examples = `
Defaults are the paper's: resnet-18, 100 epochs of Adam at 1e-4, batches of 100, Xavier, radii 4, 8, 12 and 16.
The planted data set brings its own network, six-conv, and for it a recipe: batch normalisation, 12 epochs from 2e-3
down along a cosine, 2,000 training images measured. Any other network on it has the paper's defaults.
--preset authors: resnet-32, components divided by their maximum (--rescale max), low is d < r, batch moments in
measurements, dropout on the last map.

Examples:
  A minute on the built-in data set:
    $ passband train --dataset planted
  LeNet on Fashion-MNIST, into a folder of your choice:
    $ passband train --dataset fashion-mnist --network lenet --epochs 10 --out runs/lenet
  The authors' network on the first 10,000 images of CIFAR-10, trained on low frequencies only:
    $ passband train --dataset cifar-10 --preset authors --limit 10000 --train-on lfc --train-radius 8
  Settings from a file, with one of them changed:
    $ passband train --config run.yaml --seed 1
  On with a run that was stopped:
    $ passband train --resume runs/lenet
`;

/** Declares `passband train`; what it runs is loaded when it runs. */
export function addTrainCommand(program: Command): void {
  const command = program
    .command('train')
    .description('Train a network and measure it on low and high frequencies after every epoch.');
  addFlags(command, trainFlags)
    .addHelpText('after', examples)
    .action(async (options) => (await import('./runTrain.ts')).runTrain(options));
}
