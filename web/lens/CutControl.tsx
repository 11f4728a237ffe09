import { useRef } from 'preact/hooks';
import { rest, show, view } from '../state/view.ts';
import { cut, cutRange, moveCut } from './cut.ts';
import { Segments } from './Segments.tsx';

/** Which split, and the slider of its cut. */
export function CutControl() {
  const byKeys = useRef(false);
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
          onKeyDown={() => {
            byKeys.current = true;
          }}
          onPointerDown={() => {
            byKeys.current = false;
            rest();
          }}
          onInput={(event) => moveCut(event.currentTarget.valueAsNumber, { passing: true })}
          // A row of key presses is one movement.
          onChange={(event) => moveCut(event.currentTarget.valueAsNumber, { passing: byKeys.current })}
        />
      </div>
    </div>
  );
}
