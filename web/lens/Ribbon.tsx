import type { ConfidenceCurve, CurvePoint } from './signals/curve.ts';

/** About the width of a letter, in pixels. */
const LETTER = 7.3;

/** Which class the model gives a component at each cut: filled where it is that of the original. */
export function Ribbon({
  kind,
  points,
  known,
  x,
  top,
  height,
}: {
  readonly kind: 'lfc' | 'hfc';
  readonly points: readonly CurvePoint[];
  readonly known: ConfidenceCurve;
  readonly x: (cut: number) => number;
  readonly top: number;
  readonly height: number;
}) {
  return (
    <g class={`ribbon ${kind}`}>
      {runs(points, kind).map(({ label, from, to }) => {
        const left = x(from);
        const width = x(to) - left;
        const name = known.model.classes[label];
        const room = Math.floor((width - 8) / LETTER);
        return (
          <g key={from} class={label === known.label ? 'same' : 'other'}>
            <rect x={left + 0.5} y={top} width={Math.max(1, width - 1)} height={height} rx="3" />
            {room >= 3 && (
              <text x={left + 6} y={top + height / 2} dy="0.34em">
                {name.length > room ? `${name.slice(0, room - 1)}…` : name}
              </text>
            )}
          </g>
        );
      })}
    </g>
  );
}

/** Neighbouring cuts with the same winner; a run reaches half-way to its neighbours. */
function runs(points: readonly CurvePoint[], kind: 'lfc' | 'hfc') {
  const found: { label: number; from: number; to: number }[] = [];
  points.forEach((point, index) => {
    const label = point[kind].order[0];
    const before = points[index - 1]?.cut ?? point.cut;
    const after = points[index + 1]?.cut ?? point.cut;
    const to = (point.cut + after) / 2;
    const last = found.at(-1);
    if (last?.label === label) last.to = to;
    else found.push({ label, from: (before + point.cut) / 2, to });
  });
  return found;
}
