import type { Check } from '../../../audit/measures/check.ts';
import { html, type SafeHtml } from '../../page/html.ts';
import type { PageSection } from '../../page/pageSections.ts';

const marks = { pass: '✓ pass', warn: '! warn', fail: '✗ fail' } as const;
const order = ['fail', 'warn', 'pass'] as const;

/** How the audit checked itself: what did not pass is in sight, what passed unfolds. */
export function checksSection(checks: readonly Check[]): PageSection | null {
  if (checks.length === 0) return null;
  const [failed, warned, passed] = order.map((wanted) => checks.filter(({ status }) => status === wanted));
  const shown = [...failed, ...warned];
  const all = passed.length === checks.length;
  const summary = all
    ? `✓ All ${checks.length} checks that the audit made of itself passed`
    : `✓ ${passed.length} of ${checks.length} checks passed`;
  const body = html`${shown.length > 0 ? html`<p>${sentence(failed.length, warned.length)}</p>${list(shown)}` : ''}
${passed.length > 0 ? html`<details><summary>${summary}</summary>${list(passed)}</details>` : ''}`;
  return { id: 'checks', title: 'Whether the numbers can be trusted', body };
}

/** `10 pass, 1 warn`: how many checks came out how. */
export function checkCounts(checks: readonly Check[]): string {
  const counts = order.map(
    (wanted) => [wanted, checks.filter(({ status }) => status === wanted).length] as const,
  );
  return counts
    .flatMap(([name, count]) => (count > 0 ? [`${marks[name].split(' ')[0]} ${count} ${name}`] : []))
    .join(', ');
}

function sentence(failed: number, warned: number): string {
  const parts = [failed > 0 ? `${failed} failed` : '', warned > 0 ? `${warned} warned` : ''];
  const what = parts.filter((part) => part !== '').join(', ');
  return failed > 0
    ? `Of the audit’s checks of itself ${what}: do not rely on the numbers that they are about.`
    : `Of the audit’s checks of itself ${what}: read the numbers that they are about with care.`;
}

function list(checks: readonly Check[]): SafeHtml {
  return html`<ul class="checks">${checks.map(
    ({ name, status, text }) =>
      html`<li class="${status}"><b>${marks[status]}</b> <span><span class="quiet">${words(name)}</span> ${text}.</span></li>`,
  )}</ul>`;
}

/** `gradientIsFiniteDifference` → `gradient is finite difference:`. */
function words(name: string): string {
  return `${name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)}:`;
}
