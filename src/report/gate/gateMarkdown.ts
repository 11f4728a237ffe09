import type { GateOutcome } from '../../audit/gate/gateOutcome.ts';
import { escapeMarkdown } from '../../wording/escapeMarkdown.ts';
import { findingText, gateCount, gateTitle } from './findingText.ts';

/** A gate's outcome as Markdown of GitHub's and GitLab's kind: a heading, a table and what else there is to know. */
export function gateMarkdown(outcome: GateOutcome): string {
  const { verdict, subject } = gateTitle(outcome);
  const rows = outcome.findings.map((finding) => {
    const { mark, subject, value, interval, rule } = findingText(finding);
    return `| ${mark} | ${escapeMarkdown(subject)} | ${value} | ${interval} | ${rule} |`;
  });
  return [
    `### ${verdict}: ${escapeMarkdown(subject)}`,
    '',
    '| | measure | value | 95% interval | must be |',
    '|---|---|--:|---|---|',
    ...rows,
    '',
    gateCount(outcome),
    ...outcome.notes.flatMap((note) => ['', escapeMarkdown(note)]),
    '',
  ].join('\n');
}
