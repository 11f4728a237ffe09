import type { Command } from 'commander';
import { addFlags } from '../terminal/flags.ts';
import { outputFlags } from '../terminal/outputFlags.ts';
import { modelFlags } from './modelFlags.ts';

const examples = `
Without --dataset the file alone is looked at. With it the classes are matched, and a few hundred labelled images show
how the model wants its pixels.

Examples:
  $ passband inspect model.onnx
  $ passband inspect model.onnx --dataset cifar-10
  $ passband inspect model.onnx --dataset photos --class-map map.json --json
`;

const inspectFlags = { ...modelFlags, ...outputFlags };

/** Declares `passband inspect`; what it runs is loaded when it runs. */
export function addInspectCommand(program: Command): void {
  const command = program
    .command('inspect')
    .description('Say what an ONNX classifier is, what stops its audit, and how it wants its images.')
    .argument('<MODEL.onnx|RUN>', "an ONNX file, or a run's folder");
  addFlags(command, inspectFlags)
    .addHelpText('after', examples)
    .action(async (path, options) => (await import('./runInspect.ts')).runInspect(path, options));
}
