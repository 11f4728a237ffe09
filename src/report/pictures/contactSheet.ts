import type { Distance } from '../../spectrum/split/radialMask.ts';
import { largest } from '../../statistics/extremes.ts';
import { float32, type Tensor } from '../../tensor/tensor.ts';
import { muted, paper, rule } from '../theme/theme.ts';
import { resample } from './resample.ts';
import { svgText, textWidth } from './strokeFont.ts';

/** One picture of a sheet. */
export interface Panel {
  readonly caption: string;
  /** Shape [1 or 3, h, w]; what lies beyond [0, 1] is cut off. */
  readonly image: Tensor<'float32'>;
  /** Cut-offs that are drawn around the bin `centre` of a spectrum. */
  readonly outlines?: Outlines;
}

export interface Outlines {
  readonly centre: readonly [row: number, column: number];
  /** In pixels of the panel's image. */
  readonly radii: readonly number[];
  readonly distance: Distance;
}

/** A picture and the SVG document that lies on it; both are as large as the sheet. */
export interface ContactSheet {
  readonly image: Tensor<'float32'>;
  readonly overlay: string;
}

const MARGIN = 24;
const GAP = 16;
const CAPTION = 22;
const ROW_GAP = 18;
const LETTER = 9;
const SMALL_SIDE = 224;
const LARGE_SIDE = 320;

/**
 * Lays pictures out in rows and columns, each with its caption above it. Small ones are enlarged without smoothing,
 * large ones shrunk.
 *
 * @param size height and width of every panel, in pixels
 * @param note a line below the pictures
 */
export function contactSheet(
  rows: readonly (readonly Panel[])[],
  { size, note }: { readonly size: readonly [height: number, width: number]; readonly note: string },
): ContactSheet {
  const [panelHeight, panelWidth] = size;
  const columns = largest(rows.map((row) => row.length));
  const captionWidth = largest(rows.flat().map(({ caption }) => textWidth(caption, LETTER)));
  const cellWidth = Math.max(panelWidth, Math.ceil(captionWidth));
  const rowHeight = CAPTION + panelHeight + ROW_GAP;
  const contentWidth = Math.max(columns * (cellWidth + GAP) - GAP, Math.ceil(textWidth(note, LETTER)));
  const width = 2 * MARGIN + contentWidth;
  const height = 2 * MARGIN + rows.length * rowHeight + LETTER;

  const image = float32([3, height, width]);
  fill(image, paper.light);
  const drawn: string[] = [];
  rows.forEach((row, rowIndex) => {
    row.forEach((panel, column) => {
      const x = MARGIN + column * (cellWidth + GAP);
      const y = MARGIN + rowIndex * rowHeight + CAPTION;
      paste(resample(panel.image, panelHeight, panelWidth), image, y, x);
      drawn.push(
        svgText(panel.caption, { x, y: y - 9, height: LETTER, colour: muted.light }),
        `<rect x="${x - 0.5}" y="${y - 0.5}" width="${panelWidth + 1}" height="${panelHeight + 1}" fill="none" stroke="${rule.light}"/>`,
      );
      if (panel.outlines) drawn.push(drawOutlines(panel, panel.outlines, { x, y, panelWidth, panelHeight }));
    });
  });
  drawn.push(svgText(note, { x: MARGIN, y: height - MARGIN, height: LETTER, colour: muted.light }));
  const overlay = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${drawn.join('')}</svg>`;
  return { image, overlay };
}

/** The size at which an image is shown: a whole multiple of a small one's, a large one's longer side 320 pixels. */
export function panelSize(height: number, width: number): [height: number, width: number] {
  const longer = Math.max(height, width);
  const scale = longer > LARGE_SIDE ? LARGE_SIDE / longer : Math.max(1, Math.floor(SMALL_SIDE / longer));
  return [Math.max(1, Math.round(height * scale)), Math.max(1, Math.round(width * scale))];
}

function drawOutlines(
  { image }: Panel,
  { centre, radii, distance }: Outlines,
  place: { x: number; y: number; panelWidth: number; panelHeight: number },
): string {
  const { x, y, panelWidth, panelHeight } = place;
  const [, height, width] = image.shape;
  const [scaleY, scaleX] = [panelHeight / height, panelWidth / width];
  // A bin is a square whose middle is half a bin from its corner.
  const middle = `translate(${(centre[1] + 0.5) * scaleX} ${(centre[0] + 0.5) * scaleY})`;
  const shapes = radii.map((radius) => {
    const [rx, ry] = [radius * scaleX, radius * scaleY];
    if (distance === 'l2') return `<ellipse rx="${rx}" ry="${ry}"/>`;
    if (distance === 'l1') return `<path d="M${-rx} 0L0 ${-ry}L${rx} 0L0 ${ry}Z"/>`;
    return `<rect x="${-rx}" y="${-ry}" width="${2 * rx}" height="${2 * ry}"/>`;
  });
  const frame = `x="${x}" y="${y}" width="${panelWidth}" height="${panelHeight}"`;
  return `<svg ${frame}><g transform="${middle}" fill="none" stroke="#ffb454" stroke-width="1.25">${shapes.join('')}</g></svg>`;
}

function paste(panel: Tensor<'float32'>, sheet: Tensor<'float32'>, top: number, left: number): void {
  const [channels, height, width] = panel.shape;
  const [, sheetHeight, sheetWidth] = sheet.shape;
  for (let channel = 0; channel < 3; channel++) {
    const source = channels === 1 ? 0 : channel;
    for (let y = 0; y < height; y++) {
      const from = (source * height + y) * width;
      const to = (channel * sheetHeight + top + y) * sheetWidth + left;
      sheet.data.set(panel.data.subarray(from, from + width), to);
    }
  }
}

function fill({ data }: Tensor<'float32'>, colour: string): void {
  const area = data.length / 3;
  for (let channel = 0; channel < 3; channel++) {
    const value = Number.parseInt(colour.slice(1 + 2 * channel, 3 + 2 * channel), 16) / 255;
    data.fill(value, channel * area, (channel + 1) * area);
  }
}
