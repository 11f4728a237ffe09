import type { RingLevel } from '../../src/spectrum/split/ringLevels.ts';
import type { SmoothedLayer } from '../model/host/modelHost.ts';

const WIDTH = 360;
const HEIGHT = 164;
const LEFT = 34;
const TOP = 8;
const BOTTOM = 22;
/** In dB. */
const LOW = -30;
const HIGH = 15;
/** Where the smoothness figure divides low from high, in bins. */
const RADIUS = 8;

/** Which frequencies the first layer lets through, before and after smoothing. */
export function ResponseChart({ layer: { plain, shown } }: { readonly layer: SmoothedLayer }) {
  if (!plain.response || !shown.response) return null;
  const last = plain.response.levels.at(-1)!.r;
  const x = (r: number) => LEFT + (r / last) * (WIDTH - LEFT - 4);
  const y = (dB: number) =>
    ((HIGH - Math.max(LOW, Math.min(HIGH, dB))) / (HIGH - LOW)) * (HEIGHT - TOP - BOTTOM) + TOP;
  const path = (levels: readonly RingLevel[]) =>
    levels.map(({ r, dB }, index) => `${index ? 'L' : 'M'}${x(r).toFixed(1)} ${y(dB).toFixed(1)}`).join('');
  return (
    <svg
      class="response"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label="Mean power of the kernels at each distance from zero frequency, before and after smoothing"
    >
      {[-30, -15, 0, 15].map((dB) => (
        <g key={dB}>
          <line class="grid" x1={LEFT} x2={WIDTH - 4} y1={y(dB)} y2={y(dB)} />
          <text class="tick" x={LEFT - 6} y={y(dB) + 4} text-anchor="end">
            {String(dB).replace('-', '−')}
          </text>
        </g>
      ))}
      <line class="cut-line" x1={x(RADIUS)} x2={x(RADIUS)} y1={TOP} y2={HEIGHT - BOTTOM} />
      {[0, 4, 8, 12, 16, 20].map((r) => (
        <text key={r} class="tick" x={x(r)} y={HEIGHT - 4} text-anchor="middle">
          {r}
        </text>
      ))}
      {/* Upon each other while nothing is smoothed. */}
      <path class="before" d={path(plain.response.levels)} />
      <path class="now" d={path(shown.response.levels)} />
    </svg>
  );
}
