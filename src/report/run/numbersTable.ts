import { wilsonInterval } from '../../statistics/wilsonInterval.ts';
import type { ClassificationRow } from '../../training/tasks/classification/classification.ts';
import { percent, percentRange, whole } from '../../wording/format.ts';
import { html, type SafeHtml } from '../page/html.ts';
import { strokeOf } from '../theme/theme.ts';

export interface NumbersTableOptions {
  /** All radii, ascending. */
  readonly radii: readonly number[];
  readonly classes: number;
  /** The attack that robust accuracy is measured with, as `PGD, ε = 8/255`; none by default. */
  readonly attack?: string | undefined;
}

/**
 * Accuracy on x and on each component with n and its 95% Wilson interval, for training, test and reserve images side by side.
 *
 * @param rows one epoch of the history
 */
export function numbersTable(
  rows: readonly ClassificationRow[],
  { radii, classes, attack }: NumbersTableOptions,
): SafeHtml {
  const find = (split: string, component: string, radius: number | null) =>
    rows.find((row) => row.split === split && row.component === component && row.radius === radius);
  const heading = (split: 'train' | 'test' | 'reserve', name: string) => {
    const row = find(split, 'x', null);
    return html`<th scope="col">${name}${row ? html`<small>n = ${whole(row.n)}</small>` : ''}</th>`;
  };
  const hasReserve = rows.some(({ split }) => split === 'reserve');
  const lines = [
    { component: 'x', radius: null, index: 0 } as const,
    ...(['lfc', 'hfc'] as const).flatMap((component) =>
      radii.map((radius, index) => ({ component, radius, index })),
    ),
    ...(attack ? [{ component: 'adversarial', radius: null, index: 0 } as const] : []),
  ].map(({ component, radius, index }) => {
    const { colour } = strokeOf(component, index, radii.length);
    const names = { x: 'x, the image itself', adversarial: `x attacked with ${attack}` };
    const name =
      component === 'lfc' || component === 'hfc'
        ? `${component.toUpperCase()}, r = ${radius}`
        : names[component];
    const test = find('test', component, radius);
    return html`<tr><th scope="row"><svg class="key" viewBox="0 0 8 8" aria-hidden="true"><circle cx="4" cy="4" r="4" fill="var(--${colour.token})"/></svg>${name}</th>
${cell(find('train', component, radius), find('train', 'x', null)?.n)}${cell(test, find('test', 'x', null)?.n)}${hasReserve ? cell(find('reserve', component, radius), find('reserve', 'x', null)?.n) : ''}<td class="bar">${test ? bar(test, classes, colour.token) : ''}</td></tr>`;
  });
  return html`<table class="numbers">
<thead><tr><th scope="col">shown to the network</th>${heading('train', 'training images')}${heading('test', 'test images')}${hasReserve ? heading('reserve', 'reserve images') : ''}<th class="bar" scope="col"><small>0 to 100%, line at chance</small></th></tr></thead>
<tbody>${lines}</tbody></table>`;
}

function cell(row: ClassificationRow | undefined, n: number | undefined): SafeHtml {
  if (!row) return html`<td>–</td>`;
  const count = row.n === n ? '' : html`<small>n = ${whole(row.n)}</small>`;
  return html`<td>${percent(row.accuracy)}<small>${percentRange(wilsonInterval(row.correct, row.n))}</small>${count}</td>`;
}

function bar({ accuracy, correct, n }: ClassificationRow, classes: number, token: string): SafeHtml {
  const { low, high } = wilsonInterval(correct, n);
  const chance = 200 / classes;
  const colour = `var(--${token})`;
  return html`<svg viewBox="0 0 200 14" preserveAspectRatio="xMinYMid" aria-hidden="true"><path d="M0 7H200" stroke="var(--rule)"/><path d="M${chance} 1V13" stroke="var(--muted)"/><path d="M${200 * low} 7H${200 * high}" stroke="${colour}" stroke-width="5"/><circle cx="${200 * accuracy}" cy="7" r="3.5" fill="${colour}"/></svg>`;
}
