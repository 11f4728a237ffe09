import '../pictures/spectrumPicture.css';
import './singularPanel.css';
import { useDrag } from '../pictures/useDrag.ts';
import { subject } from '../subject/subject.ts';
import { cut, cutRange, moveCut } from './signals/cut.ts';
import { singularValues } from './signals/parts.ts';

const SIZE = 100;

/** The singular values as bars of ln(1 + σ), largest first: blue ones are kept, orange ones are the rest. Drag to move the cut. */
export function SingularPanel() {
  const known = singularValues.value;
  const values = known && known.of === subject.value ? known.values : null;
  const { max } = cutRange.value;
  const kept = cut.value;
  const drag = useDrag(({ x }, passing) => moveCut(Math.ceil(x * max), { passing }));
  const top = values ? Math.log1p(values[0]) : 1;
  const area = (from: number, to: number) => {
    if (!values || to <= from) return '';
    const step = SIZE / values.length;
    let path = `M${from * step} ${SIZE}`;
    for (let at = from; at < to; at++) {
      path += `V${SIZE - (94 * Math.log1p(values[at])) / top}H${(at + 1) * step}`;
    }
    return `${path}V${SIZE}Z`;
  };
  const at = (kept / Math.max(1, max)) * SIZE;
  return (
    <div class="spectrum singular" {...drag}>
      <svg
        viewBox={`0 0 ${SIZE} ${SIZE}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`Singular values of the image, largest first, as ln(1 + σ). The first ${kept} are kept.`}
      >
        <path class="low" d={area(0, kept)} />
        <path class="high" d={area(kept, values?.length ?? 0)} />
        <path class="line" d={`M${at} 0V${SIZE}`} />
      </svg>
    </div>
  );
}
