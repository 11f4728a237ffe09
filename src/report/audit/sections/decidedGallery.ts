import type { Decided } from '../../../audit/frequencies/decided.ts';
import type { Tensor } from '../../../tensor/tensor.ts';
import { percent } from '../../../wording/format.ts';
import { html, type SafeHtml } from '../../page/html.ts';
import { pngDataUri } from '../../pictures/encodePng.ts';

/** An image that HFC decides, with its components, each [1 or 3, h, w]. */
export interface GalleryImage {
  /** Its place in the list of images of the record's `decidedByHfc`. */
  readonly place: number;
  readonly original: Tensor<'float32'>;
  readonly lfc: Tensor<'float32'>;
  readonly hfc: Tensor<'float32'>;
}

/**
 * Images as Fig. 2 shows them: the original, LFC and HFC side by side, each with what the model takes it for and how sure
 * it is. HFC is shown with 0.5 added, so that zero is grey.
 *
 * @param images the record's list
 * @param classes names of the logits
 */
export function decidedGallery(
  gallery: readonly GalleryImage[],
  images: Decided['images'],
  classes: readonly string[],
): SafeHtml {
  const cards = gallery.map(({ place, original, lfc, hfc }) => {
    const { index, label, confidence, lowPrediction, lowConfidence, highConfidence } = images[place];
    const name = classes[label];
    const cell = (
      pixels: Tensor<'float32'>,
      { kind, said, sure, offset }: { kind: string; said: number; sure: number; offset: number },
    ) => {
      const [, height, width] = pixels.shape;
      const right = said === label;
      return html`<td><img alt="${name}, ${kind}" width="${width}" height="${height}" src="${pngDataUri(pixels, { offset })}"><span class="${right ? 'right' : 'wrong'}">${right ? '✓' : '✗'} ${classes[said] ?? 'no answer'}</span><small>${percent(sure)}</small></td>`;
    };
    return html`<table class="sample trio"><caption>${name} <small>image ${index}</small></caption>
<thead><tr><th scope="col">original</th><th scope="col" class="lfc">LFC</th><th scope="col" class="hfc">HFC</th></tr></thead>
<tbody><tr>${cell(original, { kind: 'original', said: label, sure: confidence, offset: 0 })}${cell(lfc, { kind: 'LFC', said: lowPrediction, sure: lowConfidence, offset: 0 })}${cell(hfc, { kind: 'HFC', said: label, sure: highConfidence, offset: 0.5 })}</tr></tbody></table>`;
  });
  return html`<div class="samples trios">${cards}</div>`;
}
