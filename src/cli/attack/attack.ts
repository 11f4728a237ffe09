import type { Command } from 'commander';
import { addFlags, typedOf } from '../terminal/flags.ts';
import { attackFlags } from './attackFlags.ts';

const notes = `
Attacks every test image within each ε, which is written 8/255 or 0.0314 and is in pixels of [0, 1]. --out gets
  attack.json       accuracy before and after with 95% intervals, all parameters, where the perturbations live
  adversarial.npz   images (float32, exactly those that were classified), labels, fallen (1 = answered wrongly)
  examples.svg      eight images, what was added to them, and what the model says of them before and after
With several ε the two latter have it in their names, as adversarial-8-255.npz.

--preset authors looks for the smallest ε that fools each image, as Foolbox 1 does (fgsm and pgd in L∞); an image
stands at ε where its smallest is larger.

Examples:
  $ passband attack model.onnx --dataset cifar-10 --limit 1000 --epsilon 2/255,8/255 --out attacked
  $ passband attack model.onnx --dataset cifar-10 --method apgd --loss dlr --steps 100 --out attacked
  $ passband attack model.onnx --dataset photos/ --norm l2 --epsilon 0.5 --restarts 5 --out attacked
  $ passband attack model.onnx --dataset cifar-10 --band 8 --keep low --out low-frequencies
  $ passband attack --resume attacked
  $ passband attack runs/lenet --method fgsm --epsilon 0.03,0.06,0.09 --preset authors --out smallest
`;

/** Declares `passband attack`; what it runs is loaded when it runs. */
export function addAttackCommand(program: Command): void {
  const command = program
    .command('attack')
    .description('Attack a classifier, and write what it is fooled by.')
    .argument('[MODEL.onnx|RUN]', "an ONNX file, or a run's folder");
  addFlags(command, attackFlags)
    .addHelpText('after', notes)
    .action(async (path, options, self: Command) => {
      await (await import('./runAttack.ts')).runAttack(path, options, typedOf(self));
    });
}
