import { percent } from '../answers/words.ts';
import { view } from '../state/view.ts';
import { doneAttack, lowEnergy } from './currentAttack.ts';

/** How the energy of what was added lies about the cut-off, as a bar and in words. */
export function Energy() {
  const share = lowEnergy.value;
  const { bandLeak: leak = null, size = null } = doneAttack.value?.picture ?? {};
  if (size === 0) return <p class="energy quiet">Nothing was added.</p>;
  if (size === null || share === null) return <div class="energy" />;
  return (
    <div class="energy">
      <span class="bar" style={{ '--share': String(share) }} />
      <p>
        <span class="lfc">{percent(share)}</span> of its energy lies within r = {view.value.r},{' '}
        <span class="hfc">{percent(1 - share)}</span> beyond.
        {leak !== null && leak >= 0.005 && (
          <> {percent(leak)} left the band where pixels were held to ε and to 0 … 1.</>
        )}
      </p>
    </div>
  );
}
