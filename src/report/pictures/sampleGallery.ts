import type { Tensor } from '../../tensor/tensor.ts';
import { html, type SafeHtml } from '../page/html.ts';
import { pngDataUri } from './encodePng.ts';

/** A picture and what the network takes it for. */
export interface SampleImage {
  /** Shape [1 or 3, h, w]; original and LFC in [0, 1], HFC around 0. */
  readonly image: Tensor<'float32'>;
  /** Name of the predicted class, null where the network was not asked. */
  readonly prediction: string | null;
}

/** One image with its components, one LFC and one HFC a radius, in the order of the radii. */
export interface Sample {
  /** Name of the true class. */
  readonly label: string;
  readonly original: SampleImage;
  readonly lfc: readonly SampleImage[];
  readonly hfc: readonly SampleImage[];
}

/** Sample images beside their components; HFC is shown with 0.5 added, so that zero is grey. */
export function sampleGallery(samples: readonly Sample[], radii: readonly number[]): SafeHtml {
  const cards = samples.map((sample) => {
    const head = radii.map((radius) => html`<th scope="col">r = ${radius}</th>`);
    const row = (images: readonly SampleImage[], offset: number, kind: string) =>
      images.map(
        (one, index) =>
          html`<td>${picture(one, sample.label, `${kind} at r = ${radii[index]}`, offset)}</td>`,
      );
    return html`<table class="sample"><thead><tr><th scope="col">${sample.label}</th><td></td>${head}</tr></thead>
<tbody><tr><td rowspan="2">${picture(sample.original, sample.label, 'original', 0)}</td><th scope="row" class="lfc">LFC</th>${row(sample.lfc, 0, 'LFC')}</tr>
<tr><th scope="row" class="hfc">HFC</th>${row(sample.hfc, 0.5, 'HFC')}</tr></tbody></table>`;
  });
  return html`<div class="samples">${cards}</div>`;
}

function picture({ image, prediction }: SampleImage, label: string, kind: string, offset: number): SafeHtml {
  const [, height, width] = image.shape;
  const right = prediction === label;
  const caption =
    prediction === null
      ? html``
      : html`<span class="${right ? 'right' : 'wrong'}">${right ? '✓ ' : ''}${prediction}</span>`;
  return html`<img alt="${label}, ${kind}" width="${width}" height="${height}" src="${pngDataUri(image, { offset })}">${caption}`;
}
