import { counted } from '../../wording/format.ts';
import { commandLine } from '../page/definitions.ts';
import { html, type SafeHtml } from '../page/html.ts';
import { page, type Served } from '../page/page.ts';
import { coloursOf } from '../theme/theme.ts';
import { type ListedResult, listSheet, listTable } from './listTable.ts';
import { studyTable, studyTableSheet } from './studyTable.ts';

const sections = [
  { kind: 'audit', title: 'Audits' },
  { kind: 'comparison', title: 'Audits side by side' },
  { kind: 'smoothing', title: 'Smoothed models' },
] as const;

const sheet = `${listSheet}${studyTableSheet}
.start{margin-top:2.5rem;max-width:42rem}
.start .command{margin:.25rem 0 1.25rem}
.compare{display:flex;align-items:baseline;flex-wrap:wrap;gap:0 1.5rem;margin:1rem 0 0}
.compare button{display:none;padding:.35rem .9rem;border:1px solid var(--muted);border-radius:.3rem;background:none;color:inherit;font:inherit;cursor:pointer}
.compare button:focus-visible,.list input:focus-visible{outline:2px solid var(--lfc-0);outline-offset:2px}
form[data-ticked=many] .compare button{display:block}
form[data-ticked=many] .compare span{display:none}
`;

export interface ListPageOptions {
  /** The folder, as it was typed. */
  readonly folder: string;
  /** Address of the page on which one looks at single images; null where it is not there. */
  readonly lens: string | null;
  /** Address of the page of the paper's claims by data set; null where it is not there. */
  readonly claims: string | null;
  /** Address to which runs that are ticked are sent as `run=PATH`; null where none can be ticked. */
  readonly compare: string | null;
  /** As in `page`, where a server shows it. */
  readonly served?: Served;
}

/**
 * All results in a folder, the latest of each kind first, with their main figures and links to their pages.
 *
 * @returns the HTML page's text; text from outside (names, errors) is escaped
 */
export function listPage(
  results: readonly ListedResult[],
  { folder, lens, claims, compare, served }: ListPageOptions,
): string {
  const ofKind = (kind: ListedResult['kind']) => results.filter((result) => result.kind === kind);
  const parts = [
    studiesSection(ofKind('study'), claims),
    runsSection(ofKind('run'), compare),
    ...sections.map(({ kind, title }) => {
      const own = ofKind(kind);
      return own.length > 0 ? section(title, listTable(own)) : html``;
    }),
  ];
  const body = html`<header>
<p class="quiet">Passband · which image frequencies a model relies on</p>
<h1>${folder}</h1>
${results.length > 0 ? html`<p class="quiet">${countText(results)}</p>` : ''}
${lens === null ? '' : html`<p><a href="${lens}">Look at single images, low and high frequencies apart</a></p>`}
</header>
<main>
${results.length === 0 ? emptyText() : ''}
${parts}
</main>`;
  return page(body, { title: `${folder} · Passband`, colours: coloursOf(1), sheet, served });
}

function studiesSection(studies: readonly ListedResult[], claims: string | null): SafeHtml {
  if (studies.length === 0) return html``;
  const hasClaims = claims !== null && studies.some((study) => study.claims && study.claims.length > 0);
  const link = hasClaims ? html`<p><a href="${claims}">All claims of the paper, by data set</a></p>` : '';
  return section('Studies', html`${link}${studyTable(studies)}`);
}

/** Those that studies share are many and not what one looks for first. */
function runsSection(runs: readonly ListedResult[], compare: string | null): SafeHtml {
  if (runs.length === 0) return html``;
  const canTick = compare !== null && runs.length > 1;
  const own = runs.filter(({ settings }) => settings === undefined);
  const shared = runs.filter(({ settings }) => settings !== undefined);
  const line = canTick ? compareLine : html``;
  const tables = html`${own.length > 0 ? listTable(own, { canTick }) : ''}${shared.length > 0 ? html`<details id="runs-of-studies"><summary>${sharedText(shared)}</summary>${listTable(shared, { canTick })}${own.length > 0 ? '' : line}</details>` : ''}${own.length > 0 ? line : ''}`;
  return section('Training runs', canTick ? html`<form action="${compare}">${tables}</form>` : tables);
}

/** `24 runs of studies: 22 finished, 2 running`. */
function sharedText(runs: readonly ListedResult[]): string {
  const statuses = [...new Set(runs.map(({ status }) => status))];
  const counts = statuses.map((status) => `${runs.filter((run) => run.status === status).length} ${status}`);
  return `${counted(runs.length, 'run')} of studies: ${counts.join(', ')}`;
}

const section = (title: string, content: SafeHtml) => html`<section><h2>${title}</h2>
${content}</section>
`;

// One takes the other's place once two runs are ticked.
const compareLine = html`<p class="compare quiet"><span>Tick two runs or more to see them side by side.</span><button>Show them side by side</button></p>`;

function countText(results: readonly ListedResult[]): string {
  const running = results.filter(({ status }) => status === 'running').length;
  const count = counted(results.length, 'result');
  return running > 0 ? `${count} · ${running} in the making` : count;
}

function emptyText(): SafeHtml {
  return html`<section class="start"><p class="finding">There is nothing here yet. What you train or audit shows up on this page by itself.</p>
<p class="quiet">A first run, in a minute or two, with data that is made on the spot</p>
${commandLine('passband demo')}
<p class="quiet">A network on Fashion-MNIST</p>
${commandLine('passband train --dataset fashion-mnist --network lenet --epochs 5')}
<p class="quiet">A model of your own</p>
${commandLine('passband audit model.onnx --dataset cifar-10 --budget quick --out runs/audit')}</section>`;
}
