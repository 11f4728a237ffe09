import './predictions.css';
import type { Ranking } from './ranking.ts';
import { percent } from './words.ts';

const SHOWN = 3;

/**
 * The three likeliest classes, with a bar each; their places are kept while there is no answer.
 *
 * @param marked the class of the original, which stands out wherever it appears
 */
export function Predictions({
  title,
  ranking,
  classes,
  marked,
}: {
  /** Read to people who cannot see what it belongs to. */
  readonly title: string;
  readonly ranking: Ranking | null;
  readonly classes: readonly string[];
  readonly marked: number | undefined;
}) {
  const rows = ranking ? ranking.order.slice(0, SHOWN) : [];
  return (
    <ol class="predictions" aria-label={title}>
      {Array.from({ length: SHOWN }, (_, row) => {
        const label = rows[row];
        if (label === undefined) return <li key={row} aria-hidden="true" />;
        const share = ranking!.shares[label];
        return (
          <li key={row} class={label === marked ? 'marked' : undefined}>
            <span class="class" title={classes[label]}>
              {classes[label]}
            </span>
            <span class="share">{percent(share)}</span>
            <span class="bar" style={{ '--share': String(share) }} />
          </li>
        );
      })}
    </ol>
  );
}
