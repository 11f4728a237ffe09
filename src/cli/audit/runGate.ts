import { gate } from '../../audit/gate/gate.ts';
import { gateConfig } from '../../audit/gate/gateConfig.ts';
import { type GatedAudit, parseGatedAudit } from '../../audit/gate/gatedAudit.ts';
import { MOST_RECORD_BYTES } from '../../files/readTextFile.ts';
import { gateJunit } from '../../report/gate/gateJunit.ts';
import { gateMarkdown } from '../../report/gate/gateMarkdown.ts';
import { UserError } from '../../wording/userError.ts';
import { readFlags } from '../terminal/flags.ts';
import { printJson, printLines, windowWidth } from '../terminal/print.ts';
import { readNamedFile } from '../terminal/readNamedFile.ts';
import { readYaml } from '../terminal/readYaml.ts';
import { writeNamedFile } from '../terminal/writeNamedFile.ts';
import { type GateFlags, gateFlags } from './gateFlags.ts';
import { gateTable } from './gateTable.ts';

/** Exit code of a gate of which a rule failed. */
const GATE_FAILED = 1;

/** Runs `passband gate`. */
export async function runGate(file: string, typed: GateFlags): Promise<void> {
  const { config, baseline, allowPartial, junit, markdown, quiet, json } = readFlags(gateFlags, typed);
  const outcome = gate(readAudit(file, allowPartial), gateConfig(readYaml(config), config), {
    baseline: baseline === undefined ? undefined : readAudit(baseline, allowPartial),
  });
  // Before anything is printed, because whoever reads it may go away.
  if (outcome.status === 'fail') process.exitCode = GATE_FAILED;
  if (junit !== undefined) await writeNamedFile(junit, gateJunit(outcome));
  if (markdown !== undefined) await writeNamedFile(markdown, gateMarkdown(outcome));

  if (json) printJson(outcome);
  else if (!quiet || outcome.status === 'fail') printLines(gateTable(outcome, windowWidth()));
}

function readAudit(file: string, allowPartial = false): GatedAudit {
  const audit = parseGatedAudit(readNamedFile(file, { maxBytes: MOST_RECORD_BYTES }), file);
  if (audit.status !== 'finished' && !allowPartial) {
    throw new UserError(
      `${file}: the audit is not finished (${audit.status}); go on with it, or judge what it has with --allow-partial`,
    );
  }
  return audit;
}
