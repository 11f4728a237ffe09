import type { Finding, GateOutcome } from '../../audit/gate/gateOutcome.ts';
import { whole } from '../../wording/format.ts';
import { printable } from '../../wording/printable.ts';

const DIGITS = 4;
const marks = { pass: '✓ pass', warn: '! warn', fail: '✗ fail' } as const;
const verdicts = {
  pass: '✓ Gate passed',
  warn: '! Gate passed with warnings',
  fail: '✗ Gate failed',
} as const;

/** A finding in the words of every output; numbers as in the configuration, not in per cent, so that they can be compared. */
export interface FindingText {
  /** A sign and a word, which need no colour. */
  readonly mark: string;
  /** `lfc@8`, `change of lfc@8`. */
  readonly subject: string;
  readonly value: string;
  /** `0.5900 to 0.6330`, empty where there is none. */
  readonly interval: string;
  /** `>= 0.7`, `low end >= 0.7`. */
  readonly rule: string;
  /** All of it: `lfc@8 is 0.6120 (0.5900 to 0.6330, n = 2,000), must be >= 0.7`. */
  readonly sentence: string;
}

export function findingText(finding: Finding): FindingText {
  const { measure, value, low, high, n, before, judged, operator, limit, status } = finding;
  const isChange = finding.subject === 'change';
  const name = printable(measure);
  const shown = (number: number | null) => {
    if (number === null) return 'no number';
    const digits = number === finding[judged] ? apartFrom(number, limit) : number.toFixed(DIGITS);
    return isChange && number > 0 ? `+${digits}` : digits;
  };
  const interval = low === null ? '' : `${shown(low)} to ${shown(high)}`;
  const bound = `${operator} ${limit}`;
  const must = judged === 'value' ? `, must be ${bound}` : `; its ${judged} end must be ${bound}`;
  const span = [interval, n === null ? '' : `n = ${whole(n)}`].filter((part) => part !== '').join(', ');
  const was = before === null ? 'no number' : before.toFixed(DIGITS);
  const known = `${shown(value)}${span === '' ? '' : ` (${span})`}`;
  return {
    mark: marks[status],
    subject: isChange ? `change of ${name}` : name,
    value: shown(value),
    interval,
    rule: judged === 'value' ? bound : `${judged} end ${bound}`,
    sentence: `${name} ${isChange ? `changed by ${known} from ${was}` : `is ${known}`}${must}`,
  };
}

/** `✗ Gate failed`, and what it judged. */
export function gateTitle({ status, audit, baseline }: GateOutcome): { verdict: string; subject: string } {
  const source = ({ model, dataset, n }: GateOutcome['audit']) =>
    printable(`${model} on ${dataset}${n === null ? '' : ` (n = ${whole(n)})`}`);
  const against = baseline ? `, against ${source(baseline)}` : '';
  return { verdict: verdicts[status], subject: source(audit) + against };
}

/** `1 of 3 rules failed, 1 warned.` */
export function gateCount({ findings }: GateOutcome): string {
  const count = (wanted: Finding['status']) => findings.filter(({ status }) => status === wanted).length;
  const [failed, warned] = [count('fail'), count('warn')];
  const rules = `${findings.length} ${findings.length === 1 ? 'rule' : 'rules'}`;
  const warnings = warned === 0 ? '' : `, ${warned} warned`;
  return `${failed === 0 ? `None of ${rules} failed` : `${failed} of ${rules} failed`}${warnings}.`;
}

// Never rounded onto the limit or over it: 0.69996 is not 0.7000 where 0.7 is asked for.
function apartFrom(value: number, limit: number): string {
  for (let digits = DIGITS; digits < 16; digits++) {
    const text = value.toFixed(digits);
    if (Math.sign(Number(text) - limit) === Math.sign(value - limit)) return text;
  }
  return String(value);
}
