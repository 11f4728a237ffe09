import { useMemo } from 'preact/hooks';
import { Chart } from '../chart/Chart.tsx';
import { accuracySoFar, curveColours } from './curves.ts';
import { Knob } from './Knob.tsx';
import { Transport } from './Transport.tsx';
import { radius, training } from './training.ts';
import { useNarrow } from './useNarrow.ts';

/** The training: its buttons and its curves. */
export function Learning() {
  const { moments } = training.value;
  const r = radius.value;
  const isNarrow = useNarrow();
  const spec = useMemo(() => accuracySoFar(moments, { radius: r, isNarrow }), [moments, r, isNarrow]);
  return (
    <section id="training" class="learning" aria-label="Training">
      <Transport />
      <h2>Right on images it has not seen</h2>
      <Chart spec={spec} colours={curveColours} />
      <Knob
        field="cut"
        name="Cut-off r between low and high"
        min={1}
        max={20}
        step={1}
        say={(value) => `${value} bins`}
        note="Gratings lie between 12 and 16. Another r measures the whole curve anew."
      />
    </section>
  );
}
