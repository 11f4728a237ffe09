import type { Verdict } from '../../../audit/measures/verdict.ts';
import { definitions } from '../../page/definitions.ts';
import { html, type SafeHtml } from '../../page/html.ts';
import type { PageSection } from '../../page/pageSections.ts';
import type { StudyClaim } from '../studyRecord.ts';

/** A sign beside each verdict's word. */
export const verdictSigns: Readonly<Record<Verdict, string>> = {
  holds: '✓',
  'does not hold': '✗',
  undecided: '?',
};

/** A verdict with its sign, which is not read aloud. */
export function verdictHtml(verdict: Verdict): SafeHtml {
  return html`<b class="verdict ${verdict.replaceAll(' ', '-')}"><span aria-hidden="true">${verdictSigns[verdict]}</span> ${verdict}</b>`;
}

/** A verdict's sign alone, which is read aloud as its word. */
function signHtml(verdict: Verdict): SafeHtml {
  return html`<b class="verdict ${verdict.replaceAll(' ', '-')}" role="img" aria-label="${verdict}">${verdictSigns[verdict]}</b> `;
}

/** `Of 6 claims of the paper 3 hold, 1 does not hold and 2 are undecided.` */
export function claimsText(claims: readonly StudyClaim[]): string {
  const [{ verdict }] = claims;
  if (claims.length > 1) return `Of ${claims.length} claims of the paper ${claimCount(claims)}.`;
  return `The paper’s claim ${verdict === 'undecided' ? 'is undecided' : verdict}.`;
}

/** How many claims came out one way. */
export interface VerdictCount {
  readonly verdict: Verdict;
  /** `1 does not hold`, `3 hold`. */
  readonly text: string;
}

/** How many claims came out each way, without those that none did. */
export function verdictCounts(claims: readonly StudyClaim[]): VerdictCount[] {
  const words = [
    ['holds', 'holds', 'hold'],
    ['does not hold', 'does not hold', 'do not hold'],
    ['undecided', 'is undecided', 'are undecided'],
  ] as const;
  return words.flatMap(([verdict, one, several]) => {
    const count = claims.filter((claim) => claim.verdict === verdict).length;
    return count > 0 ? [{ verdict, text: `${count} ${count === 1 ? one : several}` }] : [];
  });
}

/** `3 hold, 1 does not hold and 2 are undecided`. */
export function claimCount(claims: readonly StudyClaim[]): string {
  const parts = verdictCounts(claims).map(({ text }) => text);
  const last = parts.pop()!;
  return parts.length > 0 ? `${parts.join(', ')} and ${last}` : last;
}

/** The paper's claims, each with its verdict and what decided. */
export function claimsSection(claims: readonly StudyClaim[]): PageSection {
  const body = html`<p class="quiet">A claim holds where each of its comparisons does (✓), does not hold where one does not (✗), and is undecided where the interval of one contains the threshold of the rule (?), or too little was run to tell. Intervals are 95%: paired (both on the same images; McNemar’s exact test), of two samples, or over seeds.</p>
<div class="claims">${claims.map(claimHtml)}</div>`;
  return { id: 'claims', title: 'Claims of the paper', body };
}

function claimHtml({ id, where, text, verdict, rule, reason, numbers }: StudyClaim): SafeHtml {
  return html`<div class="claim" id="${id}"><p>${verdictHtml(verdict)}</p>
<div><h3>${id} · ${text}</h3>
<p class="quiet">The paper, ${where}</p>
${reason === null ? '' : html`<p>${reason}</p>`}
${numbers.length > 0 ? definitions(numbers.map(({ name, text, verdict }) => [html`${verdict === null ? '' : signHtml(verdict)}${name}`, text] as const)) : ''}
<p class="quiet"><small>Rule: ${rule}</small></p></div></div>
`;
}
