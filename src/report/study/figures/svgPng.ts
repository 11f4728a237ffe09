import { drawingPng } from '../../../data/images/drawingPng.ts';
import { withoutSheet } from '../../charts/standaloneSvg.ts';
import { strokedText } from '../../pictures/strokedText.ts';

const SCALE = 2;

/**
 * A figure or a picture of a study as a PNG file, on white, two pixels for each of the drawing's. Letters are drawn as
 * lines, so that it is the same on a machine without fonts.
 *
 * @param svg of `figureSvg`, or of a record's pictures
 */
export function svgPng(svg: string): Promise<Uint8Array> {
  return drawingPng(strokedText(withoutSheet(svg)), SCALE);
}
