import { useEffect } from 'preact/hooks';
import { Findings } from './Findings.tsx';
import { Knob } from './Knob.tsx';
import { Learning } from './Learning.tsx';
import { Presets } from './Presets.tsx';
import './playground.css';
import { imagesPerMoment } from './learner/settings.ts';
import { Samples } from './Samples.tsx';
import { pause } from './training.ts';

const percent = (value: number) => (value <= 10 ? 'chance, 10%' : `${value}%`);

/** Trains a small network on planted data while one watches. */
export function PlaygroundPage() {
  // What one does not look at need not warm the room; the training stays as it is.
  useEffect(() => pause, []);
  return (
    <div class="playground">
      <section class="intro">
        <div>
          <h1>What will it learn to look at?</h1>
          <p>
            Each of these images tells its class twice: by a shape that you see, in its{' '}
            <span class="lfc">low frequencies</span>, and by a fine grating that you hardly see, in its{' '}
            <span class="hfc">high frequencies</span>. Choose how often each is right, let a small network
            learn on your machine, and watch which of the two it comes to rely on.
          </p>
        </div>
        <Samples />
      </section>
      <Presets />
      <div class="bench">
        {/* On a phone its buttons and curves come first, elsewhere the knobs stand beside it. */}
        <Learning />
        <section class="knobs" aria-label="Images">
          <Knob
            field="shapes"
            name="The shape is right on"
            min={10}
            max={100}
            step={5}
            say={percent}
            of="lfc"
          />
          <Knob
            field="grating"
            name="The grating is right on"
            min={10}
            max={100}
            step={5}
            say={percent}
            of="hfc"
          />
          <Knob
            field="images"
            name="Images to learn from"
            min={500}
            max={5000}
            step={imagesPerMoment}
            say={(value) => value.toLocaleString('en')}
          />
          <Knob field="seed" name="Seed" min={0} max={20} step={1} say={String} />
        </section>
        <Findings />
      </div>
    </div>
  );
}
