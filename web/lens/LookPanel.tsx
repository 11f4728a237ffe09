import { view } from '../state/view.ts';
import { ConfidenceChart } from './ConfidenceChart.tsx';
import { MostOften } from './MostOften.tsx';
import { curve } from './signals/curve.ts';

/** The curve of confidence, or why there is none. */
export function LookPanel() {
  const { model } = view.value;
  const known = curve.value;
  if (model === 'none') return <p class="quiet">Choose a model to see its confidence at every radius.</p>;
  const name = known ? known.model.classes[known.label] : '…';
  return (
    <>
      <p class="explain" key={name}>
        How sure the model is of <b>{name}</b>, its answer for the original, when it sees only one part.
        Below: what it says instead. Click or drag to move the cut.
      </p>
      <ConfidenceChart />
      <MostOften />
    </>
  );
}
