import { mostFrequent } from '../../src/statistics/mostFrequent.ts';
import { percent } from '../answers/words.ts';
import { view } from '../state/view.ts';
import { curve } from './signals/curve.ts';
import { partNames } from './signals/cut.ts';

/**
 * What the model says of most pictures of a component: a network that answers the same whatever it is shown is right by chance, and
 * curves alone do not show it. Its room is kept until all of the curve is there.
 */
export function MostOften() {
  const known = curve.value;
  const isWhole = known !== null && known.points.length === known.total;
  const steps = view.value.method === 'svd' ? 'cuts' : 'radii';
  const said = (part: 'lfc' | 'hfc', places: string) => {
    const { points, model } = known!;
    const { value, count } = mostFrequent(points.map((point) => point[part].order[0]))!;
    return (
      <>
        <b class={part}>{model.classes[value]}</b> of {partNames.value[part]} (at{' '}
        {percent(count / points.length)}
        {places})
      </>
    );
  };
  return (
    <p class="most-often">
      {isWhole && (
        <>
          Most often it says {said('lfc', ` of the ${steps}`)} and {said('hfc', '')}.
        </>
      )}
    </p>
  );
}
