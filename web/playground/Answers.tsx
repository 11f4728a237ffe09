import { wilsonInterval } from '../../src/statistics/wilsonInterval.ts';
import type { PartReliance } from '../../src/studies/planted/plantedParts.ts';
import { knownAnswers } from './learner/knownAnswers.ts';
import { chance } from './learner/settings.ts';
import { percentOf } from './learner/whatIsSeen.ts';
import { radius, settings } from './training.ts';

const names = { x: 'whole image, x', lfc: 'low frequencies, LFC', hfc: 'high frequencies, HFC' } as const;

/** What was measured last beside what is known without measuring. */
export function Answers({ reliance }: { readonly reliance: PartReliance | undefined }) {
  return (
    <table class="answers">
      <caption>What it should come out as</caption>
      <thead>
        <tr>
          <th scope="col">shown</th>
          <th scope="col">known</th>
          <th scope="col">measured</th>
        </tr>
      </thead>
      <tbody>
        {knownAnswers(settings.value, radius.value).map(({ part, most, because }) => {
          const measured = reliance?.[part];
          const interval = measured && wilsonInterval(measured.count, measured.n);
          const fits = interval && 100 * interval.low <= most;
          return (
            <tr key={part} class={`of-${part}`}>
              <th scope="row">
                {names[part]}
                <small>{because}</small>
              </th>
              <td>{most <= chance ? `chance, ${chance}%` : `at most ${most}%`}</td>
              <td>
                {measured ? `${percentOf(measured)}%` : '–'}
                <small>
                  {interval
                    ? `${Math.round(100 * interval.low)}–${Math.round(100 * interval.high)}%${fits ? '' : ', more than it can be'}`
                    : ' '}
                </small>
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
