import sharp from 'sharp';

/** Pixels an inch of a drawing whose pixels become as many of the image. */
const USUAL_DENSITY = 72;

/**
 * A drawing as the bytes of an 8-bit PNG file, on white.
 *
 * @param svg a document that needs no fonts, whose letters would differ from machine to machine
 * @param scale pixels of the image for each of the drawing's
 * @throws Error when it is no SVG
 */
export async function drawingPng(svg: string, scale: number): Promise<Uint8Array> {
  return sharp(Buffer.from(svg), { density: USUAL_DENSITY * scale })
    .flatten({ background: 'white' })
    .toColourspace('srgb')
    .png()
    .toBuffer();
}
