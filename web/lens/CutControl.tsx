import { show, view } from '../state/view.ts';
import { cut, cutRange, moveCut } from './cut.ts';
import { Segments } from './Segments.tsx';

/** Which split, and the slider of its cut. */
export function CutControl() {
  const { method } = view.value;
  const { min, max, step } = cutRange.value;
  const at = cut.value;
  const title = method === 'svd' ? 'Singular values kept' : 'Radius in bins';
  const place = max > min ? (at - min) / (max - min) : 0;
  return (
    <div class="control">
      <Segments
        legend="Split by"
        name="method"
        value={method}
        options={[
          ['fourier', 'Fourier'],
          ['svd', 'SVD'],
        ]}
        onChange={(value) => show({ method: value })}
      />
      <div class="cut">
        <label for="cut">
          {title} <b>{method === 'svd' ? 'k' : 'r'}</b>
        </label>
        <output for="cut">{method === 'svd' ? at : at.toFixed(1)}</output>
        <input
          id="cut"
          type="range"
          min={min}
          max={max}
          step={step}
          value={at}
          style={{ '--at': String(place) }}
          onInput={(event) => moveCut(event.currentTarget.valueAsNumber, { passing: true })}
          onChange={(event) => moveCut(event.currentTarget.valueAsNumber, { passing: false })}
        />
      </div>
    </div>
  );
}
