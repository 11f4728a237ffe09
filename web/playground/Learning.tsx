import { useMemo } from 'preact/hooks';
import { Chart } from '../chart/Chart.tsx';
import { Answers } from './Answers.tsx';
import { accuracySoFar, curveColours } from './curves.ts';
import { Knob } from './Knob.tsx';
import { Transport } from './Transport.tsx';
import { radius, training } from './training.ts';
import { useSettled } from './useSettled.ts';
import { whatIsSeen, whatItFollows } from './whatIsSeen.ts';

/** The training: its buttons, its curves, and what they say. */
export function Learning() {
  const { moments, status, epoch } = training.value;
  const r = radius.value;
  const spec = useMemo(() => accuracySoFar(moments, r), [moments, r]);
  const reliance = moments.findLast(({ at }) => at.has(r))?.at.get(r);
  const seen =
    status === 'untouched'
      ? 'It knows nothing yet. Press play.'
      : reliance
        ? whatIsSeen(reliance, r)
        : 'Making images and a network …';
  const follows = reliance && epoch >= 1 ? whatItFollows(reliance) : '';
  const aloud = useSettled(
    status === 'running' ? `Epoch ${Math.floor(epoch)}. ${seen}` : `${seen} ${follows}`,
  );
  return (
    <section class="learning" aria-label="Training">
      <div>
        <Transport />
        <Chart spec={spec} colours={curveColours} />
        <Knob
          field="cut"
          name="Cut-off r of the measurement"
          min={1}
          max={20}
          step={1}
          say={(value) => `${value} bins`}
          note="Low frequencies lie within r of the spectrum’s centre; gratings lie between 12 and 16. Earlier points are measured again."
        />
      </div>
      <div class="findings">
        <h2>What is seen now</h2>
        <p class="seen">{seen}</p>
        <p class="follows">{follows}</p>
        <p class="aloud" role="status">
          {aloud}
        </p>
        <Answers reliance={reliance} />
      </div>
    </section>
  );
}
