import { type Command, Option } from 'commander';
import { addModelFlags, typedOf } from '../models/modelFlags.ts';
import { addOutputFlags } from '../training/train.ts';

const notes = `
Measures what a trained classifier makes of low and high frequencies and of attacks, and checks itself on the way.
--out gets audit.json (all numbers; "passband gate" reads it) and audit.html (the page). Of several models each gets
a folder of its own in it, and the models are put side by side.

Budgets for a ResNet of CIFAR's size on two cores:
  quick       about a minute: 300 images, 100 of them attacked
  standard    about 10 minutes: 1,000 images, 300 of them attacked
  thorough    about an hour: 5,000 images, 1,000 of them attacked
A robust model takes the attacks longer, for an image that has fallen is left alone.

Examples:
  $ passband audit model.onnx --dataset cifar-10 --out audit
  $ passband audit model.onnx --dataset photos/ --budget quick --epsilon 2/255,4/255 --out audit
  $ passband audit runs/natural runs/adversarial --dataset cifar-10 --out side-by-side
  $ passband audit --resume audit
`;

/** Declares `passband audit`; what it runs is loaded when it runs. */
export function addAuditCommand(program: Command): void {
  const command = program
    .command('audit')
    .description('Audit a classifier: frequencies, attacks, certificate, kernels, and its own checks.')
    .argument('[MODEL.onnx|RUN...]', "ONNX files, or runs' folders")
    .addOption(
      new Option('--budget <NAME>', 'how much of everything')
        .choices(['quick', 'standard', 'thorough'])
        .default('standard'),
    )
    .addOption(
      new Option('--epsilon <LIST>', 'sizes of the attacks in L∞').default('2/255,4/255,8/255,16/255'),
    )
    .addOption(
      new Option('--radius <LIST>', 'cut-offs that are named, in frequency bins').default('4,8,12,16'),
    )
    .addOption(
      new Option('--preset <NAME>', 'reading of the paper').choices(['paper', 'authors']).default('paper'),
    )
    .option('--out <DIR>', 'folder for the results')
    .option('--resume <DIR>', 'go on with the audit in this folder');
  addOutputFlags(addModelFlags(command))
    .addHelpText('after', notes)
    .action(async (paths, options, self: Command) => {
      await (await import('./runAudit.ts')).runAudit(paths, options, typedOf(self));
    });
}
