import type { Command } from 'commander';
import { addFlags } from '../terminal/flags.ts';
import { gateFlags } from './gateFlags.ts';

const notes = `
The configuration is a JSON or YAML file of rules such as
  {"lfc@8": [">=", 0.7], "pgd@8/255": [">=", 0.2], "decidedByHfc": ["<=", 0.1]}
With --baseline, a measure that is surely worse than it was fails too. docs/gate.md has the rest, and a workflow to copy.

Exit codes: 0 passed, perhaps with warnings; 1 failed; 2 not judged: an unknown measure, a file that cannot be read.

Examples:
  $ passband gate audit/audit.json
  $ passband gate audit/audit.json --config strict.yaml --baseline main/audit.json
  $ passband gate audit/audit.json --junit gate.xml --markdown "$GITHUB_STEP_SUMMARY"
`;

/** Declares `passband gate`; what it runs is loaded when it runs. */
export function addGateCommand(program: Command): void {
  const command = program
    .command('gate')
    .description('Hold an audit against thresholds and an earlier audit.')
    .argument('<AUDIT.json>', 'what passband audit wrote');
  addFlags(command, gateFlags)
    .addHelpText('after', notes)
    .action(async (audit, options) => (await import('./runGate.ts')).runGate(audit, options));
}
