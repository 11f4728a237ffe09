import { useSignal } from '@preact/signals';
import { parseEpsilon } from '../../src/attacks/parseEpsilon.ts';
import { Slider } from '../controls/Slider.tsx';
import { reasonOf } from '../model/host/reasonOf.ts';
import { show, view } from '../state/view.ts';

/** How the slider moves, by the norm: levels of a pixel, or length. */
const scales = {
  linf: {
    max: 32,
    step: 1,
    placeOf: (epsilon: number) => 255 * epsilon,
    textOf: (at: number) => `${at}/255`,
  },
  l2: { max: 4, step: 0.05, placeOf: (epsilon: number) => epsilon, textOf: (at: number) => String(at) },
} as const;

/** The size of the perturbation: a slider, and the number as the command line takes it. */
export function EpsilonControl() {
  const { epsilon, norm } = view.value;
  const problem = useSignal('');
  const { max, step, placeOf, textOf } = scales[norm];
  const place = Math.min(max, placeOf(parseEpsilon(epsilon).value));
  const type = (typed: string) => {
    try {
      problem.value = '';
      show({ epsilon: parseEpsilon(typed.slice(0, 24)).text });
    } catch (error) {
      problem.value = reasonOf(error);
    }
  };
  return (
    <div class="epsilon">
      <Slider
        id="epsilon"
        label={<>Size ε {norm === 'linf' ? 'of each pixel’s change' : 'of the whole change'}</>}
        value={place}
        min={0}
        max={max}
        step={step}
        text={epsilon}
        of="attacked"
        onMove={(value, how) => {
          problem.value = '';
          show({ epsilon: textOf(value) }, how);
        }}
      >
        <input
          type="text"
          inputMode="text"
          aria-label="ε as a number or a fraction, such as 8/255"
          aria-invalid={problem.value !== ''}
          aria-describedby="epsilon-problem"
          size={8}
          value={epsilon}
          onChange={(event) => type(event.currentTarget.value)}
        />
      </Slider>
      <p id="epsilon-problem" class="problem" role="status">
        {problem}
      </p>
    </div>
  );
}
