import { type Ranking, rankings } from '../answers/ranking.ts';
import { verdict } from '../answers/words.ts';
import { view } from '../state/view.ts';
import type { Comparison } from './currentSmoothing.ts';

/** What the model says of each image without and with smoothing; its right-hand side is what the page shows. */
export function AnswerTable({ found }: { readonly found: Comparison }) {
  const { epsilon, attack, norm } = view.value;
  const { classes } = found.model;
  const [plain, shown] = [found.plain, found.shown].map(({ data }) => rankings(data, classes.length));
  const afresh = found.afresh && rankings(found.afresh.after, classes.length)[0];
  const label = plain[0].order[0];
  const names = [
    <>Original</>,
    <span class="lfc">LFC</span>,
    <span class="hfc">HFC</span>,
    <>
      <span class="attacked">Attacked</span>
      <small>knows the file’s model</small>
    </>,
  ];
  const kind = `${attack.toUpperCase()}, ε = ${epsilon}${norm === 'l2' ? ' in L2' : ''}`;
  const cell = (ranking: Ranking) => {
    const { name, share } = verdict(ranking, classes);
    return (
      <td key={name + share} class={ranking.order[0] === label ? 'same' : undefined}>
        <span class="class" title={name}>
          {name}
        </span>{' '}
        <span class="share">{share}</span>
      </td>
    );
  };
  return (
    <table class="answers">
      <caption>In bold: the answer to the original. Attacked with {kind}, as set under Attack.</caption>
      <thead>
        <tr>
          <th scope="col">Image</th>
          <th scope="col">As in the file</th>
          <th scope="col">With ρ = {found.rho}</th>
        </tr>
      </thead>
      <tbody>
        {plain.map((before, row) => (
          <tr key={row}>
            <th scope="row">{names[row]}</th>
            {cell(before)}
            {cell(shown[row])}
          </tr>
        ))}
        {afresh && (
          <tr>
            <th scope="row">
              <span class="attacked">Attacked afresh</span>
              <small>knows the smoothing</small>
            </th>
            <td class="none">—</td>
            {cell(afresh)}
          </tr>
        )}
      </tbody>
    </table>
  );
}
