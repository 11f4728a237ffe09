import { useSignal } from '@preact/signals';
import { parseEpsilon } from '../../src/attacks/parseEpsilon.ts';
import { reasonOf } from '../model/reasonOf.ts';
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
  const slide = (typed: string, passing: boolean) => {
    problem.value = '';
    show({ epsilon: textOf(Number(typed)) }, { passing });
  };
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
      <label for="epsilon">
        Size ε {norm === 'linf' ? 'of the change of a pixel' : 'of the whole change'}
      </label>
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
      <input
        id="epsilon"
        type="range"
        min={0}
        max={max}
        step={step}
        value={place}
        aria-valuetext={epsilon}
        onInput={(event) => slide(event.currentTarget.value, true)}
        onChange={(event) => slide(event.currentTarget.value, false)}
      />
      <p id="epsilon-problem" class="problem" role="status">
        {problem}
      </p>
    </div>
  );
}
