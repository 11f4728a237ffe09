import { percent } from './format.ts';
import { html, type SafeHtml } from './html.ts';
import { page } from './page.ts';
import { coloursOf } from './theme.ts';

/** A share of test images and what they were shown. */
export interface ListedFigure {
  readonly share: number;
  /** `r = 8`, `PGD, ε = 8/255`; empty for x. */
  readonly at: string;
}

/** One result in the list; a file that cannot be read has its error as `about` and no more. */
export interface ListedResult {
  readonly kind: 'run' | 'audit' | 'comparison' | 'smoothing';
  readonly name: string;
  /** Address of its page, from that of the list. */
  readonly href: string;
  /** What it is a result of: `resnet-18 on CIFAR-10`. */
  readonly about: string;
  /** `finished`, `running`. */
  readonly status: string;
  /** How far it came: `7 of 12 epochs`. */
  readonly progress: string;
  /** When its files last changed, in milliseconds since 1970. */
  readonly changedMs: number;
  readonly figures: Readonly<Partial<Record<FigureName, ListedFigure>>>;
  /** Accuracy of guessing; null where there is nothing to guess. */
  readonly chance: number | null;
}

type FigureName = (typeof figureNames)[number];

const figureNames = ['x', 'lfc', 'hfc', 'attacked'] as const;
const headings = { x: 'x', lfc: 'LFC', hfc: 'HFC', attacked: 'attacked' } as const;
const tokens = { x: 'ink', lfc: 'lfc-0', hfc: 'hfc-0', attacked: 'attacked' } as const;

const sections = [
  { kind: 'run', title: 'Training runs' },
  { kind: 'audit', title: 'Audits' },
  { kind: 'comparison', title: 'Audits side by side' },
  { kind: 'smoothing', title: 'Smoothed models' },
] as const;

const sheet = `
.list{width:100%}
.list td,.list th{padding:.7rem 1.25rem .7rem 0;border-bottom:1px solid var(--rule);vertical-align:top}
.list thead th{padding-bottom:.35rem;vertical-align:bottom}
.list small{display:block;color:var(--muted)}
.list tbody th{width:34%;overflow-wrap:anywhere}
.list tbody th a{font-weight:600}
.list .strip{width:22%;padding-right:0}
.list .strip svg{display:block;width:100%;height:1.5rem;overflow:visible}
.strip path{vector-effect:non-scaling-stroke}.dot{stroke-width:.6rem;stroke-linecap:round}
.running::before{content:"";display:inline-block;width:.5rem;height:.5rem;margin-right:.45rem;border-radius:50%;background:currentColor}
.list .said{display:none}
.start{margin-top:2.5rem;max-width:42rem}.start dt{margin:1rem 0 .25rem}.start dl{grid-template-columns:1fr;gap:0}
@media (max-width:44rem){
  .list .said{display:block;font-size:.75em}
  .list thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
  .list tr{display:grid;grid-template-columns:repeat(auto-fit,minmax(4.5rem,1fr));padding:.9rem 0;border-bottom:1px solid var(--rule)}
  .list td,.list tbody th{width:auto;border:0;padding:.15rem .75rem .15rem 0}
  .list tbody th,.list .state,.list .strip{grid-column:1/-1;width:auto}
  .list .none{display:none}
  .list [data-name]::before{content:attr(data-name);display:block;font-size:.85em;color:var(--muted)}
  .list .lfc::before{color:inherit}.list .hfc::before{color:inherit}.list .attacked::before{color:inherit}
  .list td.state{display:flex;gap:.75rem;align-items:baseline}
}
`;

export interface ListPageOptions {
  /** The folder, as it was typed. */
  readonly folder: string;
  /** Address of the page on which one looks at single images; null where it is not there. */
  readonly lens: string | null;
  /** As in `page`. */
  readonly liveScript?: string | undefined;
}

/**
 * All results in a folder, the latest of each kind first, with their main figures and links to their pages.
 *
 * @returns the HTML page's text; text from outside (names, errors) is escaped
 */
export function listPage(
  results: readonly ListedResult[],
  { folder, lens, liveScript }: ListPageOptions,
): string {
  const body = html`<header>
<p class="quiet">Passband · which image frequencies a model relies on</p>
<h1>${folder}</h1>
${results.length > 0 ? html`<p class="quiet">${countText(results)}</p>` : ''}
${lens === null ? '' : html`<p><a href="${lens}">Look at single images, low and high frequencies apart</a></p>`}
</header>
<main>
${results.length === 0 ? emptyText() : ''}
${sections.map(({ kind, title }) =>
  section(
    title,
    results.filter((result) => result.kind === kind),
  ),
)}
</main>`;
  return page(body, { title: `${folder} · Passband`, colours: coloursOf(1), sheet, liveScript });
}

function countText(results: readonly ListedResult[]): string {
  const running = results.filter(({ status }) => status === 'running').length;
  const count = results.length === 1 ? '1 result' : `${results.length} results`;
  return running > 0 ? `${count} · ${running} in the making` : count;
}

function emptyText(): SafeHtml {
  const command = (what: string, words: string) =>
    html`<div><dt>${what}</dt><dd class="command"><code>${words}</code></dd></div>`;
  return html`<section class="start"><p class="finding">There is nothing here yet. What you train or audit shows up on this page by itself.</p>
<dl>${[
    command('A first run, in a minute or two, with data that is made on the spot', 'passband demo'),
    command(
      'A network on Fashion-MNIST',
      'passband train --dataset fashion-mnist --network lenet --epochs 5',
    ),
    command(
      'A model of your own',
      'passband audit model.onnx --dataset cifar-10 --budget quick --out runs/audit',
    ),
  ]}</dl></section>`;
}

function section(title: string, results: readonly ListedResult[]): SafeHtml {
  if (results.length === 0) return html``;
  const names = figureNames.filter((name) => results.some(({ figures }) => figures[name]));
  const shared = Object.fromEntries(names.map((name) => [name, sharedAt(results, name)]));
  const head = names.map(
    (name) =>
      html`<th scope="col" class="${name}">${headings[name]}<small>${shared[name] ?? ''}</small></th>`,
  );
  const rows = results
    .toSorted((a, b) => b.changedMs - a.changedMs)
    .map((result) => row(result, { names, shared }));
  return html`<section><h2>${title}</h2>
<table class="list"><thead><tr><th scope="col">name</th><th scope="col">status</th>${head}${names.length > 0 ? html`<th scope="col" class="strip"><small>0 to 100 %, line at chance</small></th>` : ''}</tr></thead>
<tbody>${rows}</tbody></table></section>`;
}

/** What all of them were shown, so that it is said once; undefined where it differs. */
function sharedAt(results: readonly ListedResult[], name: FigureName): string | undefined {
  const [first, ...others] = new Set(results.flatMap(({ figures }) => figures[name]?.at ?? []));
  return others.length === 0 ? first : undefined;
}

interface Columns {
  readonly names: readonly FigureName[];
  readonly shared: Readonly<Record<string, string | undefined>>;
}

function row(result: ListedResult, { names, shared }: Columns): SafeHtml {
  const { name, href, about, status, progress, figures } = result;
  const cells = names.map((each) => {
    const figure = figures[each];
    if (!figure) return html`<td class="none">–</td>`;
    return html`<td class="${each}" data-name="${headings[each]}">${percent(figure.share)}<small${shared[each] === undefined ? '' : html` class="said"`}>${figure.at}</small></td>`;
  });
  return html`<tr><th scope="row"><a href="${href}">${name}</a><small>${about}</small></th>
<td class="state"><span${status === 'running' ? html` class="running"` : ''}>${status}</span><small>${progress}</small><small>${timeText(result.changedMs)}</small></td>${cells}${names.length > 0 ? html`<td class="strip${Object.keys(figures).length === 0 ? ' none' : ''}">${strip(result)}</td>` : ''}</tr>
`;
}

/** The figures as dots on one line from 0 to 100 %. */
function strip({ figures, chance }: ListedResult): SafeHtml {
  // Lines without length, for a circle would be stretched with the picture.
  const dots = figureNames.map((name) => {
    const figure = figures[name];
    return figure
      ? html`<path d="M${Math.round(2000 * figure.share) / 10} 7h0" stroke="var(--${tokens[name]})" class="dot"/>`
      : html``;
  });
  const line = chance === null ? '' : html`<path d="M${200 * chance} 1V13" stroke="var(--muted)"/>`;
  return html`<svg viewBox="0 0 200 14" preserveAspectRatio="none" aria-hidden="true"><path d="M0 7H200" stroke="var(--rule)"/>${line}${dots}</svg>`;
}

/** `2026-03-01 14:05`, in the time of this machine. */
function timeText(ms: number): SafeHtml {
  const date = new Date(ms);
  return html`<time datetime="${date.toISOString()}">${date.toLocaleString('sv').slice(0, 16)}</time>`;
}
