import { Segments } from '../../controls/Segments.tsx';
import { Slider } from '../../controls/Slider.tsx';
import { show, view } from '../../state/view.ts';
import { cut, cutRange, moveCut } from '../signals/cut.ts';

/** Which split, and the slider of its cut. */
export function CutControl() {
  const { method } = view.value;
  const at = cut.value;
  const isSvd = method === 'svd';
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
      <Slider
        id="cut"
        label={
          <>
            {isSvd ? 'Singular values' : 'Radius in bins'} <b>{isSvd ? 'k' : 'r'}</b>
          </>
        }
        {...cutRange.value}
        value={at}
        text={isSvd ? String(at) : at.toFixed(1)}
        of="cut"
        onMove={moveCut}
      />
    </div>
  );
}
