import { percent } from '../../wording/format.ts';
import { html, type SafeHtml } from '../page/html.ts';
import type { VerdictCount } from '../study/pages/claimsSection.ts';

/** A share of test images and what they were shown. */
export interface ListedFigure {
  readonly share: number;
  /** `r = 8`, `PGD, ε = 8/255`; empty for x. */
  readonly at: string;
}

/** One result in the list; a file that cannot be read has its error as `about` and no more. */
export interface ListedResult {
  readonly kind: 'run' | 'audit' | 'comparison' | 'smoothing' | 'study';
  /** Its folder below that of the list, as it stands in addresses; different from those of the others. */
  readonly path: string;
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
  /** Of a study: what became of the paper's claims. */
  readonly claims?: readonly VerdictCount[];
  /** Of a run that studies share: what it is called in each. */
  readonly settings?: readonly { readonly study: string; readonly setting: string; readonly seed: number }[];
}

/** Status of a result whose record cannot be read. */
export const UNREADABLE = 'unreadable';

type FigureName = (typeof figureNames)[number];

const figureNames = ['x', 'lfc', 'hfc', 'attacked'] as const;
const headings = { x: 'x', lfc: 'LFC', hfc: 'HFC', attacked: 'attacked' } as const;
const tokens = { x: 'ink', lfc: 'lfc-0', hfc: 'hfc-0', attacked: 'attacked' } as const;

/** How a table of results looks. */
export const listSheet = `
.list{width:100%}
.list td,.list th{padding:.7rem 1.25rem .7rem 0;border-bottom:1px solid var(--rule);vertical-align:top}
.list thead th{padding-bottom:.35rem;vertical-align:bottom}
.list small{display:block;color:var(--muted)}
.list tbody th{width:34%;overflow-wrap:anywhere}
.list tbody th a{font-weight:600}
.list input{width:1rem;height:1rem;margin:0 .6rem 0 0;vertical-align:-.1em;accent-color:var(--ink)}
.list .strip{width:22%;padding-right:0}
.list .strip svg{display:block;width:100%;height:1.5rem;overflow:visible}
.strip path{vector-effect:non-scaling-stroke}.dot{stroke-width:.6rem;stroke-linecap:round}
.running::before{content:"";display:inline-block;width:.5rem;height:.5rem;margin-right:.45rem;border-radius:50%;background:currentColor}
.list .said{display:none}
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

/**
 * One kind of results, the latest first.
 *
 * @param results at least one
 * @param canTick whether each has a box to tick, which a form around the table sends as `run=PATH`
 */
export function listTable(results: readonly ListedResult[], { canTick = false } = {}): SafeHtml {
  const names = figureNames.filter((name) => results.some(({ figures }) => figures[name]));
  const shared = Object.fromEntries(names.map((name) => [name, sharedAt(results, name)]));
  const head = names.map(
    (name) =>
      html`<th scope="col" class="${name}">${headings[name]}<small>${shared[name] ?? ''}</small></th>`,
  );
  const rows = results
    .toSorted((a, b) => b.changedMs - a.changedMs)
    .map((result) => row(result, { names, shared, canTick }));
  return html`<table class="list"><thead><tr><th scope="col">name</th><th scope="col">status</th>${head}${names.length > 0 ? html`<th scope="col" class="strip"><small>0 to 100%, line at chance</small></th>` : ''}</tr></thead>
<tbody>${rows}</tbody></table>`;
}

/** What all of them were shown, so that it is said once; undefined where it differs. */
function sharedAt(results: readonly ListedResult[], name: FigureName): string | undefined {
  const [first, ...others] = new Set(results.flatMap(({ figures }) => figures[name]?.at ?? []));
  return others.length === 0 ? first : undefined;
}

interface Columns {
  readonly names: readonly FigureName[];
  readonly shared: Readonly<Record<string, string | undefined>>;
  readonly canTick: boolean;
}

function row(result: ListedResult, { names, shared, canTick }: Columns): SafeHtml {
  const { kind, path, figures } = result;
  const cells = names.map((each) => {
    const figure = figures[each];
    if (!figure) return html`<td class="none">–</td>`;
    return html`<td class="${each}" data-name="${headings[each]}">${percent(figure.share)}<small${shared[each] === undefined ? '' : html` class="said"`}>${figure.at}</small></td>`;
  });
  return html`<tr id="${kind}:${path}">${nameCell(result, canTick)}${stateCell(result)}${cells}${names.length > 0 ? html`<td class="strip${Object.keys(figures).length === 0 ? ' none' : ''}">${strip(result)}</td>` : ''}</tr>
`;
}

/** What a result is called, with a link to its page, and what it is. */
export function nameCell(result: ListedResult, canTick = false): SafeHtml {
  const { path, name, href, about, status } = result;
  const { shown, studies } = namesIn(result);
  const label = shown === name ? name : `${shown} (${name})`;
  const box = html`<input type="checkbox" name="run" value="${path}" aria-label="${label} side by side with others">`;
  return html`<th scope="row">${canTick && status !== UNREADABLE ? box : ''}<a href="${href}">${shown}</a><small>${about}</small>${studies === '' ? '' : html`<small>in ${studies}</small>`}</th>
`;
}

/** The name that most studies have for a run, and the studies: `svd, trade-off (as vanilla)`. */
function namesIn({ name, settings = [] }: ListedResult): {
  readonly shown: string;
  readonly studies: string;
} {
  const countOf = (setting: string) => settings.filter((one) => one.setting === setting).length;
  const counted = settings.map((one) => ({ ...one, count: countOf(one.setting) }));
  const [first, ...others] = counted.toSorted((a, b) => b.count - a.count);
  if (!first) return { shown: name, studies: '' };
  const texts = [first, ...others].map(({ study, setting }) =>
    setting === first.setting ? study : `${study} (as ${setting})`,
  );
  return { shown: `${first.setting}, seed ${first.seed}`, studies: [...new Set(texts)].join(', ') };
}

/** How far a result came, and when. */
export function stateCell({ status, progress, changedMs }: ListedResult): SafeHtml {
  return html`<td class="state"><span${status === 'running' ? html` class="running"` : ''}>${status}</span><small>${progress}</small><small>${timeText(changedMs)}</small></td>`;
}

/** The figures as dots on one line from 0 to 100%. */
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

const timeFormat = new Intl.DateTimeFormat('sv', { dateStyle: 'short', timeStyle: 'short' });

/** `2026-03-01 14:05`, in the time of this machine. */
function timeText(ms: number): SafeHtml {
  const date = new Date(ms);
  return html`<time datetime="${date.toISOString()}">${timeFormat.format(date)}</time>`;
}
