import { fields } from '../state/fields.ts';
import { show, view } from '../state/view.ts';
import { presets } from './presets.ts';
import { play } from './training.ts';

/** Experiments to start from; one click sets the sliders and trains. */
export function Presets() {
  const chosen = presets.find(
    ({ view: { shapes, grating } }) => shapes === view.value.shapes && grating === view.value.grating,
  );
  return (
    <div class="presets">
      <fieldset>
        <legend>Experiments</legend>
        {presets.map(({ name, view: settings }) => (
          <button
            key={name}
            type="button"
            class="button"
            aria-pressed={chosen?.name === name}
            onClick={() => {
              // The questions are about shapes and gratings apart, which another cut-off may not keep.
              show({ ...settings, cut: fields.cut.start });
              play();
              bringIntoView();
            }}
          >
            {name}
          </button>
        ))}
      </fieldset>
      <p>{chosen?.question ?? 'An experiment of your own.'}</p>
    </div>
  );
}

/** On a small screen the curves lie further down. */
function bringIntoView(): void {
  const isCalm = matchMedia('(prefers-reduced-motion: reduce)').matches;
  document
    .getElementById('training')
    ?.scrollIntoView({ block: 'nearest', behavior: isCalm ? 'instant' : 'smooth' });
}
