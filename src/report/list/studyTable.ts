import { html, type SafeHtml } from '../page/html.ts';
import { verdictSigns } from '../study/pages/claimsSection.ts';
import { type ListedResult, nameCell, stateCell } from './listTable.ts';

/** How a table of studies looks, beside what tables of results look like. */
export const studyTableSheet = `
.list .verdicts{width:30%;padding-right:0}
.verdicts span{display:block;white-space:nowrap}.verdicts b{display:inline-block;width:1.1rem;font-weight:600}
.verdicts .does-not-hold{color:var(--attacked)}.verdicts .undecided{color:var(--muted)}
@media (max-width:44rem){.list .verdicts{display:flex;flex-wrap:wrap;gap:0 1.25rem;grid-column:1/-1}}
`;

/**
 * Studies, the latest first, each with what became of the paper's claims.
 *
 * @param studies at least one
 */
export function studyTable(studies: readonly ListedResult[]): SafeHtml {
  const rows = studies.toSorted((a, b) => b.changedMs - a.changedMs).map(row);
  return html`<table class="list"><thead><tr><th scope="col">name</th><th scope="col">status</th><th scope="col" class="verdicts">claims of the paper</th></tr></thead>
<tbody>${rows}</tbody></table>`;
}

function row(study: ListedResult): SafeHtml {
  const { kind, path, claims = [] } = study;
  const verdicts = claims.map(
    ({ verdict, text }) =>
      html`<span class="${verdict.replaceAll(' ', '-')}"><b aria-hidden="true">${verdictSigns[verdict]}</b>${text}</span>`,
  );
  return html`<tr id="${kind}:${path}">${nameCell(study)}${stateCell(study)}<td class="verdicts${claims.length === 0 ? ' none' : ''}">${claims.length === 0 ? '–' : html`${verdicts}`}</td></tr>
`;
}
