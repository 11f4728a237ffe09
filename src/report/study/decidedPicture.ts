import { float32, sizeOf, type Tensor } from '../../tensor/tensor.ts';
import { percent } from '../../wording/format.ts';
import { escapeHtml } from '../page/html.ts';
import { panelSize } from '../pictures/contactSheet.ts';
import { encodePng } from '../pictures/encodePng.ts';
import { resample } from '../pictures/resample.ts';
import { ink, muted, rule } from '../theme/theme.ts';

/** One image as the model sees it, and what it says. */
export interface DecidedCell {
  /** [1 or 3, h, w]; what lies beyond [0, 1] is cut off. */
  readonly image: Tensor<'float32'>;
  readonly answer: string;
  /** Share of its confidence. */
  readonly confidence: number;
  readonly isRight: boolean;
}

/** An image of Fig. 2: x, its LFC and its HFC. */
export interface DecidedPanel {
  readonly label: string;
  readonly cells: readonly [x: DecidedCell, lfc: DecidedCell, hfc: DecidedCell];
}

const SIDE = 96;
const [GAP, PANEL_GAP, MARGIN, TITLE, CAPTION] = [6, 28, 12, 20, 32];
const ACROSS = 2;

/**
 * Images that HFC decides, as Fig. 2 lays them out: panels of x, x_l and x_h in a row, each with the answer and its confidence below.
 *
 * @param panels at least one
 * @returns an SVG document in the light colours of the theme, without a background, and its size in pixels
 */
export function decidedPicture(panels: readonly DecidedPanel[]): {
  readonly svg: string;
  readonly width: number;
  readonly height: number;
} {
  const panelWidth = 3 * SIDE + 2 * GAP;
  const panelHeight = TITLE + SIDE + CAPTION;
  const rows = Math.ceil(panels.length / ACROSS);
  const across = Math.min(ACROSS, panels.length);
  const width = 2 * MARGIN + across * panelWidth + (across - 1) * PANEL_GAP;
  const height = 2 * MARGIN + rows * panelHeight + (rows - 1) * PANEL_GAP;
  const drawn = panels.map((panel, index) => {
    const x = MARGIN + (index % ACROSS) * (panelWidth + PANEL_GAP);
    const y = MARGIN + Math.floor(index / ACROSS) * (panelHeight + PANEL_GAP);
    return drawPanel(panel, x, y);
  });
  const label = `Images that high frequencies decide: ${panels.map((panel) => panel.label).join(', ')}`;
  return {
    svg: `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeHtml(label)}" font-family="system-ui, sans-serif" font-size="12">${drawn.join('')}</svg>`,
    width,
    height,
  };
}

const names = ['x', 'LFC', 'HFC'] as const;

function drawPanel({ label, cells }: DecidedPanel, x: number, y: number): string {
  const title = `<text x="${x}" y="${y + 11}" fill="${ink.light}" font-weight="600">${escapeHtml(short(label, 40))}</text>`;
  const drawn = cells.map(({ image, answer, confidence, isRight }, place) => {
    const left = x + place * (SIDE + GAP);
    const top = y + TITLE;
    const bottom = top + SIDE;
    const colour = isRight ? ink.light : muted.light;
    return `<image x="${left}" y="${top}" width="${SIDE}" height="${SIDE}" preserveAspectRatio="xMidYMid" style="image-rendering:pixelated" href="${dataUrl(image)}"/><rect x="${left - 0.5}" y="${top - 0.5}" width="${SIDE + 1}" height="${SIDE + 1}" fill="none" stroke="${rule.light}"/><text x="${left}" y="${bottom + 14}" fill="${colour}">${escapeHtml(short(answer, 15))}</text><text x="${left}" y="${bottom + 28}" fill="${muted.light}">${names[place]}, ${percent(confidence)}</text>`;
  });
  return title + drawn.join('');
}

const short = (text: string, most: number) => (text.length > most ? `${text.slice(0, most - 1)}…` : text);

function dataUrl(image: Tensor<'float32'>): string {
  const [channels, height, width] = image.shape;
  const shown = resample(image, ...panelSize(height, width));
  const rgb = channels === 3 ? shown : repeated(shown);
  return `data:image/png;base64,${Buffer.from(encodePng(rgb)).toString('base64')}`;
}

function repeated({ shape: [, height, width], data }: Tensor<'float32'>): Tensor<'float32'> {
  const all = float32([3, height, width]);
  for (let channel = 0; channel < 3; channel++) all.data.set(data, channel * sizeOf([height, width]));
  return all;
}
