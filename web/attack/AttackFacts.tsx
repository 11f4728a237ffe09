import type { AttackPicture } from '../model/host/attackPicture.ts';
import { view } from '../state/view.ts';
import { doneAttack } from './currentAttack.ts';

/** What an attack was, in numbers; their places are kept until they are known. */
export function AttackFacts() {
  const done = doneAttack.value;
  const norm = done?.picture.settings.norm ?? view.value.norm;
  const target = done?.picture.target ?? null;
  const facts = [
    [norm === 'linf' ? 'Largest change' : 'Length of the change', done && length(done.picture)],
    ['Gradients', done && String(done.picture.gradients)],
    target === null
      ? ['Away from', done?.model.classes[done.picture.label]]
      : ['Towards', done?.model.classes[target]],
    ['Random start', done && (done.picture.settings.randomStart ? `seed ${done.request.seed}` : 'none')],
  ] as const;
  return (
    <dl class="facts">
      {facts.map(([term, value]) => (
        <div key={term}>
          <dt>{term}</dt>
          <dd>{value ?? '–'}</dd>
        </div>
      ))}
    </dl>
  );
}

function length({ settings, size }: AttackPicture): string {
  return settings.norm === 'linf' ? `${digits(255 * size)}/255` : digits(size);
}

/** Three digits, without zeros behind them. */
const digits = (value: number) => String(Number(value.toPrecision(3)));
