import type { Command } from 'commander';
import { addFlags, typedOf } from '../terminal/flags.ts';
import { auditFlags } from './auditFlags.ts';

const notes = `
Measures what a trained classifier makes of low and high frequencies and of attacks, and checks itself on the way.
--out gets audit.json (all numbers; "passband gate" reads it) and audit.html (the page). Of several models each gets
a folder of its own in it, and the models are put side by side.

A budget is a time: quick about a minute, standard about 10, thorough about an hour, for this model on this machine.
The first seconds measure how fast the model is, then the largest of eleven fixed plans that fits is taken and said.
--resume keeps the plan, and --plan repeats it on another machine or with another model.

Examples:
  $ passband audit model.onnx --dataset cifar-10 --out audit
  $ passband audit model.onnx --dataset photos/ --budget quick --epsilon 2/255,4/255 --out audit
  $ passband audit runs/natural runs/adversarial --dataset cifar-10 --out side-by-side
  $ passband audit new.onnx --dataset cifar-10 --plan audit/audit.json --out again
  $ passband audit --resume audit
`;

/** Declares `passband audit`; what it runs is loaded when it runs. */
export function addAuditCommand(program: Command): void {
  const command = program
    .command('audit')
    .description('Audit a classifier: frequencies, attacks, certificate, kernels, and its own checks.')
    .argument('[MODEL.onnx|RUN...]', "ONNX files, or runs' folders");
  addFlags(command, auditFlags)
    .addHelpText('after', notes)
    .action(async (paths, options, self: Command) => {
      await (await import('./runAudit.ts')).runAudit(paths, options, typedOf(self));
    });
}
