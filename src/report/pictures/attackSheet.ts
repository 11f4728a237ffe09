import { float32, type Tensor } from '../../tensor/tensor.ts';
import { percent } from '../../wording/format.ts';
import { printable } from '../../wording/printable.ts';
import { standaloneSvg } from '../charts/standaloneSvg.ts';
import { html, type SafeHtml } from '../page/html.ts';
import { attacked, ink, muted, paper, rule } from '../theme/theme.ts';
import { panelSize } from './contactSheet.ts';
import { pngDataUri } from './encodePng.ts';

/** What a model says of an image. */
export interface SheetAnswer {
  readonly name: string;
  readonly confidence: number;
}

/** An image before and after an attack, each [1 or 3, h, w]. */
export interface AttackExample {
  /** Name of the true class. */
  readonly label: string;
  readonly original: Tensor<'float32'>;
  readonly adversarial: Tensor<'float32'>;
  readonly before: SheetAnswer;
  readonly after: SheetAnswer;
}

const MARGIN = 24;
const GAP = 12;
const GROUP_GAP = 36;
const CAPTION = 20;
const ROW_GAP = 20;
const NOTE = 24;
const GROUPS = 2;

/**
 * Attacked images as an SVG file: of each the original, what was added, magnified about grey, and the result, with the
 * model's answers above them.
 *
 * @param examples at least one; all of one size
 * @param note a line below the pictures
 */
export function attackSheet(examples: readonly AttackExample[], { note }: { readonly note: string }): string {
  const [, height, width] = examples[0].original.shape;
  const [high, wide] = panelSize(height, width);
  const side = Math.max(wide, 160);
  const groupWidth = 3 * side + 2 * GAP;
  const groups = Math.min(GROUPS, examples.length);
  const rows = Math.ceil(examples.length / groups);
  const sheetWidth = 2 * MARGIN + groups * (groupWidth + GROUP_GAP) - GROUP_GAP;
  const sheetHeight = 2 * MARGIN + rows * (CAPTION + high + ROW_GAP) + NOTE;
  const factor = magnification(examples);

  const parts = examples.flatMap(({ label, original, adversarial, before, after }, index) => {
    const left = MARGIN + (index % groups) * (groupWidth + GROUP_GAP);
    const y = MARGIN + Math.floor(index / groups) * (CAPTION + high + ROW_GAP) + CAPTION;
    const panels = [
      { image: original, offset: 0, ...captionOf(before, label) },
      {
        image: perturbation(original, adversarial, factor),
        offset: 0.5,
        text: `added, × ${factor}`,
        colour: muted.light,
      },
      { image: adversarial, offset: 0, ...captionOf(after, label) },
    ];
    return panels.map(({ image, offset, text, colour }, place) => {
      const x = left + place * (side + GAP);
      return html`<text x="${x}" y="${y - 6}" fill="${colour}">${shortened(text, side)}</text><image x="${x}" y="${y}" width="${wide}" height="${high}" preserveAspectRatio="none" href="${pngDataUri(image, { offset })}"/><rect x="${x - 0.5}" y="${y - 0.5}" width="${wide + 1}" height="${high + 1}" fill="none" stroke="${rule.light}"/>`;
    });
  });
  const line = html`<text x="${MARGIN}" y="${sheetHeight - MARGIN}" fill="${muted.light}">${printable(note)}</text>`;
  return standaloneSvg(document(sheetWidth, sheetHeight, [...parts, line]), [
    ink,
    muted,
    attacked,
    rule,
    paper,
  ]);
}

function document(width: number, height: number, parts: readonly SafeHtml[]): string {
  const style = 'font-family="system-ui, sans-serif" font-size="13" image-rendering="pixelated"';
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" ${style}>${html`${parts}`.text}</svg>`;
}

/** Purple for a wrong answer, as everything is that an attack did. */
function captionOf({ name, confidence }: SheetAnswer, label: string): { text: string; colour: string } {
  const right = name === label;
  const text = `${right ? '✓ ' : ''}${printable(name)} ${percent(confidence)}`;
  return { text, colour: right ? ink.light : attacked.light };
}

/** A whole number by which the largest change of all examples comes near black or white. */
function magnification(examples: readonly AttackExample[]): number {
  let largest = 0;
  for (const { original, adversarial } of examples) {
    adversarial.data.forEach((pixel, at) => {
      largest = Math.max(largest, Math.abs(pixel - original.data[at]));
    });
  }
  return largest === 0 ? 1 : Math.max(1, Math.floor(0.5 / largest));
}

function perturbation(
  original: Tensor<'float32'>,
  adversarial: Tensor<'float32'>,
  factor: number,
): Tensor<'float32'> {
  return float32(
    original.shape,
    adversarial.data.map((pixel, at) => factor * (pixel - original.data[at])),
  );
}

/** Letters are about half as wide as they are high. */
function shortened(text: string, width: number): string {
  const letters = [...text];
  const most = Math.floor(width / 7);
  return letters.length <= most ? text : `${letters.slice(0, most - 1).join('')}…`;
}
