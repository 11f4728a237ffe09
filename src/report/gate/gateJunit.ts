import type { GateOutcome } from '../../audit/gate/gateOutcome.ts';
import { printable } from '../../wording/printable.ts';
import { escapeHtml as escapeXml } from '../page/html.ts';
import { findingText, gateCount, gateTitle } from './findingText.ts';

/**
 * A gate's outcome as JUnit XML, which GitLab, Jenkins and the actions of GitHub show: a test a rule. A warning is a test
 * that passes and says so in its output, because the format knows none.
 */
export function gateJunit(outcome: GateOutcome): string {
  const { findings, notes } = outcome;
  const failures = findings.filter(({ status }) => status === 'fail').length;
  const counts = `tests="${findings.length}" failures="${failures}" errors="0" skipped="0" time="0"`;
  const cases = findings.map((finding) => {
    const { subject, rule, sentence } = findingText(finding);
    const head = `    <testcase classname="passband.gate" name="${escapeXml(`${subject} ${rule}`)}" time="0">`;
    const text = escapeXml(sentence);
    const body = {
      pass: `<system-out>${text}</system-out>`,
      warn: `<system-out>warning: ${text}</system-out>`,
      fail: `<failure message="${text}" type="${finding.subject}">${text}</failure>`,
    }[finding.status];
    return `${head}${body}</testcase>`;
  });
  const said = [gateCount(outcome), ...notes].map((note) => escapeXml(printable(note))).join('\n');
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="passband gate" ${counts}>`,
    `  <testsuite name="${escapeXml(gateTitle(outcome).subject)}" ${counts}>`,
    ...cases,
    `    <system-out>${said}</system-out>`,
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}
