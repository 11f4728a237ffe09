import { doneAttack } from './currentAttack.ts';

/** What an attack was, in numbers. */
export function AttackFacts() {
  const { picture, model, request } = doneAttack.value!;
  const { settings, size, gradients, label } = picture;
  const length = settings.norm === 'linf' ? `${digits(255 * size)}/255` : digits(size);
  const facts: readonly (readonly [string, string])[] = [
    [settings.norm === 'linf' ? 'Largest change of a pixel' : 'Length of the change', length],
    ['Gradients spent', String(gradients)],
    ['Moved away from', model.classes[label]],
    ...(settings.randomStart ? [['Random start', `seed ${request.seed}`] as const] : []),
  ];
  return (
    <dl class="facts">
      {facts.map(([term, value]) => (
        <div key={term}>
          <dt>{term}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Three digits, without zeros behind them. */
const digits = (value: number) => String(Number(value.toPrecision(3)));
