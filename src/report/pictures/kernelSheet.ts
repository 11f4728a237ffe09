import type { Tensor } from '../../tensor/tensor.ts';
import { escapeHtml } from '../page/html.ts';
import { divergingColour } from '../theme/divergingScale.ts';
import { kernelScale, SCALE_END } from '../theme/kernelScale.ts';
import { ink, muted, rule } from '../theme/theme.ts';

/** One layer's kernels on a sheet. */
export interface KernelPanel {
  readonly caption: string;
  /** [out, in, height, width]. */
  readonly weights: Tensor<'float32'>;
}

export interface KernelSheetOptions {
  /** Names of the in-channels, in their order; by default R, G, B for three of them. */
  readonly channels?: readonly string[];
}

/** Kernels in a row. */
const COLUMNS = 16;
/** More kernels than these would be too small to see. */
export const SHOWN_KERNELS = 64;
// All lengths in pixels.
const KERNEL_WIDTH = 30;
const GAP = 5;
const CHANNEL_GAP = 3;
const BLOCK_GAP = 14;
const CAPTION = 22;
const PANEL_GAP = { x: 40, y: 28 };
const LABELS = 18;
const MARGIN = 16;
const SCALE = { width: 242, height: 10, steps: 121 };

/**
 * The kernels of a first layer as Fig. 7 draws them: one kernel a column, one in-channel a row, and panels side by side.
 * All are on one scale of colours that is symmetric about zero and counts in the root mean square of a panel's weights,
 * as smoothing multiplies weights by up to 1 + 8ρ. Of more than 64 kernels the first 64 are drawn.
 *
 * @param panels at least one; all with the same number of kernels and in-channels and the same size
 * @returns an SVG document in the light colours of the theme, without a background
 */
export function kernelSheet(panels: readonly KernelPanel[], { channels }: KernelSheetOptions = {}): string {
  const layout = layoutOf(panels[0].weights, channels);
  const across = Math.min(panels.length, 2);
  const rows = Math.ceil(panels.length / across);
  const width = 2 * MARGIN + across * layout.width + (across - 1) * PANEL_GAP.x;
  const bottom = MARGIN + rows * layout.height + (rows - 1) * PANEL_GAP.y;
  const drawn = panels.map((panel, index) => {
    const x = MARGIN + (index % across) * (layout.width + PANEL_GAP.x);
    const y = MARGIN + Math.floor(index / across) * (layout.height + PANEL_GAP.y);
    return drawPanel(panel, layout, { x, y });
  });
  const legend = drawScale({ x: MARGIN + layout.left, y: bottom + PANEL_GAP.y });
  const height = bottom + PANEL_GAP.y + SCALE.height + 24 + MARGIN;
  const label = `Kernels of the first convolution: ${panels.map(({ caption }) => caption).join('; ')}`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeHtml(label)}" font-family="system-ui, sans-serif" font-size="12">${drawn.join('')}${legend}</svg>`;
}

interface Layout {
  readonly kernels: number;
  readonly cell: number;
  readonly kernelHeight: number;
  readonly kernelWidth: number;
  readonly channels: readonly string[];
  readonly left: number;
  readonly width: number;
  readonly height: number;
  readonly blockHeight: number;
}

function layoutOf({ shape }: Tensor, given: readonly string[] | undefined): Layout {
  const [out, inChannels, rows, columns] = shape;
  const kernels = Math.min(out, SHOWN_KERNELS);
  const cell = Math.max(2, Math.floor(KERNEL_WIDTH / columns));
  const channels = channelNames(inChannels, given);
  const left = channels.some((name) => name !== '') ? LABELS : 0;
  const [kernelHeight, kernelWidth] = [cell * rows, cell * columns];
  const blockHeight = inChannels * (kernelHeight + CHANNEL_GAP) - CHANNEL_GAP;
  const blocks = Math.ceil(kernels / COLUMNS);
  const width = left + Math.min(kernels, COLUMNS) * (kernelWidth + GAP) - GAP;
  const height = CAPTION + blocks * (blockHeight + BLOCK_GAP) - BLOCK_GAP;
  return {
    kernels,
    cell,
    kernelHeight,
    kernelWidth,
    channels,
    left,
    width: Math.max(width, 200),
    height,
    blockHeight,
  };
}

/** Empty where they are neither said nor three. */
export function channelNames(inChannels: number, given?: readonly string[]): readonly string[] {
  return given ?? (inChannels === 3 ? ['R', 'G', 'B'] : Array<string>(inChannels).fill(''));
}

function drawPanel(
  { caption, weights }: KernelPanel,
  { kernels, cell, kernelHeight, kernelWidth, channels, left, blockHeight }: Layout,
  { x, y }: { readonly x: number; readonly y: number },
): string {
  const [, inChannels, rows, columns] = weights.shape;
  const end = kernelScale(weights);
  const squares = new Map<string, string>();
  let frames = '';
  let labels = '';
  for (let kernel = 0; kernel < kernels; kernel++) {
    const kernelLeft = x + left + (kernel % COLUMNS) * (kernelWidth + GAP);
    const blockTop = y + CAPTION + Math.floor(kernel / COLUMNS) * (blockHeight + BLOCK_GAP);
    for (let channel = 0; channel < inChannels; channel++) {
      const top = blockTop + channel * (kernelHeight + CHANNEL_GAP);
      const start = (kernel * inChannels + channel) * rows * columns;
      for (let at = 0; at < rows * columns; at++) {
        const colour = divergingColour(weights.data[start + at] / end);
        const place = `M${kernelLeft + (at % columns) * cell} ${top + Math.floor(at / columns) * cell}`;
        squares.set(colour, `${squares.get(colour) ?? ''}${place}h${cell}v${cell}h-${cell}z`);
      }
      // Kernels near zero would be white on white without an edge.
      frames += `M${kernelLeft - 0.5} ${top - 0.5}h${kernelWidth + 1}v${kernelHeight + 1}h-${kernelWidth + 1}z`;
      if (kernel % COLUMNS === 0 && channels[channel]) {
        labels += `<text x="${x}" y="${top + kernelHeight / 2 + 4}" fill="${muted.light}">${escapeHtml(channels[channel])}</text>`;
      }
    }
  }
  const paths = [...squares].map(([colour, path]) => `<path fill="${colour}" d="${path}"/>`).join('');
  return `<text x="${x + left}" y="${y + 10}" fill="${ink.light}">${escapeHtml(caption)}</text>${labels}<path fill="none" stroke="${rule.light}" d="${frames}"/><g shape-rendering="crispEdges">${paths}</g>`;
}

/** The bar of colours with its two ends and zero. */
function drawScale({ x, y }: { readonly x: number; readonly y: number }): string {
  const step = SCALE.width / SCALE.steps;
  const bar = Array.from({ length: SCALE.steps }, (_, index) => {
    const colour = divergingColour((2 * index) / (SCALE.steps - 1) - 1);
    return `<rect x="${x + index * step}" y="${y}" width="${step}" height="${SCALE.height}" fill="${colour}"/>`;
  });
  const labels = [
    ['start', x, `≤ −${SCALE_END}`],
    ['middle', x + SCALE.width / 2, '0'],
    ['end', x + SCALE.width, `≥ ${SCALE_END}`],
  ].map(
    ([anchor, at, text]) =>
      `<text x="${at}" y="${y + SCALE.height + 15}" text-anchor="${anchor}" fill="${muted.light}">${text}</text>`,
  );
  const name = `<text x="${x + SCALE.width + 14}" y="${y + SCALE.height}" fill="${muted.light}">weight ÷ root mean square of the layer’s weights</text>`;
  return `<g shape-rendering="crispEdges">${bar.join('')}</g>${labels.join('')}${name}`;
}
