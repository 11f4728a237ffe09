import { signal, useSignalEffect } from '@preact/signals';
import { wrap } from 'comlink';
import { PixelCanvas } from '../pictures/PixelCanvas.tsx';
import type { Sample, SamplesHost } from './learner/samplesHost.ts';
import { classCount } from './learner/settings.ts';
import './samples.css';
import { radius, settings } from './training.ts';

const samples = signal<readonly Sample[]>([]);
let host: ReturnType<typeof wrap<SamplesHost>> | undefined;
let newest = 0;

/** An image of each class with its components, so that one sees what is planted. */
export function Samples() {
  useSignalEffect(() => {
    host ??= wrap<SamplesHost>(
      new Worker(new URL('learner/samplesWorker.ts', import.meta.url), { type: 'module' }),
    );
    const mine = ++newest;
    host.samples(settings.value, radius.value).then((found) => {
      if (mine === newest) samples.value = found;
    });
  });
  const shown: readonly (Sample | null)[] =
    samples.value.length > 0 ? samples.value : Array<null>(classCount).fill(null);
  return (
    <section
      class="samples"
      aria-label="An image of each class"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: where it scrolls, the keyboard must reach it
      tabIndex={0}
    >
      <div class="sample-names" aria-hidden="true">
        <span>label</span>
        <span>image</span>
        <span class="of-lfc">low, r ≤ {radius}</span>
        <span class="of-lfc">shape says</span>
        <span class="of-hfc">high, r &gt; {radius}</span>
        <span class="of-hfc">grating says</span>
      </div>
      {shown.map((sample, index) => (
        <SampleColumn key={index} sample={sample} />
      ))}
    </section>
  );
}

function SampleColumn({ sample }: { readonly sample: Sample | null }) {
  if (!sample) {
    return (
      <figure class="sample" aria-hidden="true">
        <span />
        <span class="blank" />
        <span class="blank" />
        <span />
        <span class="blank" />
      </figure>
    );
  }
  const { image, lfc, hfc, label, shape, grating } = sample;
  return (
    <figure class="sample">
      <figcaption>{label}</figcaption>
      <PixelCanvas pixels={image} label={`An image with the label ${label}`} />
      <PixelCanvas pixels={lfc} label={`Its low frequencies: the shape of ${shape}`} />
      <Says part="lfc" shown={shape} label={label} />
      <PixelCanvas pixels={hfc} label={`Its high frequencies: the grating of ${grating}`} />
      <Says part="hfc" shown={grating} label={label} />
    </figure>
  );
}

function Says(props: { readonly part: 'lfc' | 'hfc'; readonly shown: string; readonly label: string }) {
  const isTrue = props.shown === props.label;
  return (
    <span class={`says of-${props.part}`} data-true={isTrue}>
      {isTrue ? '✓' : props.shown}
    </span>
  );
}
