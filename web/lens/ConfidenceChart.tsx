import './confidenceChart.css';
import { useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { spreadLabels } from '../../src/report/charts/spreadLabels.ts';
import { percent } from '../answers/words.ts';
import { useDrag } from '../pictures/useDrag.ts';
import { view } from '../state/view.ts';
import { Ribbon } from './Ribbon.tsx';
import { answers } from './signals/answers.ts';
import { type CurvePoint, curve } from './signals/curve.ts';
import { cut, cutRange, cutText, moveCut, partNames } from './signals/cut.ts';

const LEFT = 50;
const RIGHT = 74;
const TOP = 10;
const PLOT = 180;
const RIBBON = 20;
/** Everything, with ticks and the axis's title. */
const HEIGHT = TOP + PLOT + 2 * (RIBBON + 6) + 52;

/**
 * Confidence in the class of the original against the cut, and below it the class that wins at each cut. A click or a drag
 * moves the cut.
 */
export function ConfidenceChart() {
  const box = useRef<HTMLDivElement>(null);
  const width = useSignal(720);
  useLayoutEffect(() => {
    const observer = new ResizeObserver(([{ contentRect }]) => {
      // Letters grow with the page's, so the chart counts in sixteenths of a rem.
      const unit = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
      width.value = Math.max(240, contentRect.width / unit);
    });
    observer.observe(box.current!);
    return () => observer.disconnect();
  }, [width]);
  const { min, max } = cutRange.value;
  const known = curve.value;
  const points = known?.points ?? [];
  const right = width.value - RIGHT;
  const x = (value: number) => LEFT + ((value - min) / Math.max(1e-9, max - min)) * (right - LEFT);
  const y = (share: number) => TOP + (1 - share) * PLOT;
  const drag = useDrag((place, passing) => {
    const value = (place.x * width.value - LEFT) / (right - LEFT);
    moveCut(min + value * (max - min), { passing });
  });
  const label = known?.label ?? 0;
  const line = (part: 'lfc' | 'hfc') =>
    points
      .map(
        (point, index) =>
          `${index ? 'L' : 'M'}${x(point.cut).toFixed(1)} ${y(point[part].shares[label]).toFixed(1)}`,
      )
      .join('');
  const at = cut.value;
  const now = answers.value;
  const isSvd = view.value.method === 'svd';
  const name = known?.model.classes[label] ?? '';
  const ends = endsOf(points, label, known?.original.shares[label] ?? 1);
  const base = TOP + PLOT + 12;
  return (
    <div class="chart" ref={box} style={{ height: `${HEIGHT / 16}rem` }}>
      <svg
        viewBox={`0 0 ${width.value} ${HEIGHT}`}
        role="img"
        aria-label={
          known
            ? `Confidence in ${name} against ${isSvd ? 'the number of singular values' : 'the radius'}: ` +
              `${percent(known.original.shares[label])} on the original, at ${cutText(at)} ${now ? percent(now.lfc.shares[label]) : 'unknown'} on ${partNames.value.lfc} and ` +
              `${now ? percent(now.hfc.shares[label]) : 'unknown'} on ${partNames.value.hfc}.`
            : 'Confidence against the cut, which is still being computed'
        }
        {...drag}
      >
        {[0, 0.25, 0.5, 0.75, 1].map((share) => (
          <g key={share}>
            <path class="grid" d={`M${LEFT} ${y(share)}H${right}`} />
            <text class="tick" x={LEFT - 8} y={y(share)} dy="0.32em" text-anchor="end">
              {Math.round(share * 100)}%
            </text>
          </g>
        ))}
        {known && (
          <>
            <path class="level" d={`M${LEFT} ${y(known.original.shares[label])}H${right}`} />
            <path class="curve hfc" d={line('hfc')} />
            <path class="curve lfc" d={line('lfc')} />
            {ends.map(({ kind, value, place, text }) => (
              <g key={kind} class={kind}>
                <path class="leader" d={`M${right + 3} ${y(value)}L${right + 12} ${y(place)}`} />
                <text x={right + 16} y={y(place)} dy="0.32em">
                  {text}
                </text>
              </g>
            ))}
            <Ribbon kind="lfc" points={points} known={known} x={x} top={base} height={RIBBON} />
            <Ribbon kind="hfc" points={points} known={known} x={x} top={base + RIBBON + 6} height={RIBBON} />
          </>
        )}
        <text class="tick" x={LEFT - 8} y={base + RIBBON / 2} dy="0.32em" text-anchor="end">
          {partNames.value.lfc}
        </text>
        <text class="tick" x={LEFT - 8} y={base + 1.5 * RIBBON + 6} dy="0.32em" text-anchor="end">
          {partNames.value.hfc}
        </text>
        {ticksOf(min, max, right - LEFT).map((value) => (
          <text key={value} class="tick" x={x(value)} y={base + 2 * RIBBON + 24} text-anchor="middle">
            {value}
          </text>
        ))}
        <text class="tick" x={(LEFT + right) / 2} y={HEIGHT - 6} text-anchor="middle">
          {isSvd ? 'singular values kept, k' : 'radius r'}
        </text>
        <path class="marker" d={`M${x(at)} ${TOP - 6}V${base + 2 * RIBBON + 10}`} />
        {known &&
          now?.model === known.model &&
          (['hfc', 'lfc'] as const).map((part) => {
            const share = now[part].shares[label];
            return (
              <g key={part} class={`spot ${part}`}>
                <circle cx={x(now.of.cut)} cy={y(share)} r="5" />
                <text x={x(now.of.cut) + 9} y={Math.max(TOP + 10, y(share) - 8)}>
                  {percent(share)}
                </text>
              </g>
            );
          })}
      </svg>
    </div>
  );
}

/** The names at the right, moved apart. */
function endsOf(points: readonly CurvePoint[], label: number, original: number) {
  const last = points.at(-1);
  const ends = [
    { kind: 'x', text: 'original', value: original },
    ...(last
      ? [
          { kind: 'lfc', text: partNames.value.lfc, value: last.lfc.shares[label] },
          { kind: 'hfc', text: partNames.value.hfc, value: last.hfc.shares[label] },
        ]
      : []),
  ];
  const places = spreadLabels(
    ends.map(({ value }) => value),
    16 / PLOT,
    [0, 1],
  );
  return ends.map((end, index) => ({ ...end, place: places[index] }));
}

function ticksOf(min: number, max: number, width: number): number[] {
  const wanted = Math.max(2, width / 70);
  const step =
    [1, 2, 4, 5, 8, 10, 20, 25, 50, 100, 200, 250].find((size) => (max - min) / size <= wanted) ?? 500;
  const ticks: number[] = [];
  for (let value = Math.ceil(min / step) * step; value <= max; value += step) ticks.push(value);
  return ticks;
}
