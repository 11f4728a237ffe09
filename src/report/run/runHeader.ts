import type { RunRecord } from '../../training/run/runFolder.ts';
import { counted, whole } from '../../wording/format.ts';
import { html, type SafeHtml } from '../page/html.ts';

/** The head of a run's page: what it is, how far it came, and what must be known of its data. */
export function runHeader(run: RunRecord, { title, last }: { title: string; last: number }): SafeHtml {
  return html`<header>
<p class="quiet">Passband · which image frequencies a model relies on</p>
<h1>${title}</h1>
<p class="quiet">${summary(run, last)}</p>
${run.dataset.notices.map((notice) => html`<p class="quiet">Note: ${notice}</p>`)}
</header>`;
}

function summary({ config, parameters, dataset, status }: RunRecord, last: number): string {
  const [channels, height, width] = dataset.shape;
  const heldOut = dataset.heldOutCount > 0 ? ` (${whole(dataset.heldOutCount)} more held out)` : '';
  const { reserveCount } = dataset;
  const reserve = reserveCount ? `, ${whole(reserveCount)} reserve images` : '';
  return [
    `${last} of ${counted(config.epochs, 'epoch')} (${status})`,
    `${whole(parameters)} parameters`,
    `${whole(dataset.learnedCount)} training images${heldOut}${reserve} and ${whole(dataset.testCount)} test images of ${width} × ${height} pixels, ${channels === 1 ? 'grey' : 'colour'}`,
    `${dataset.classes.length} classes`,
  ].join(' · ');
}
