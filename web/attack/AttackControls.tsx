import { methods } from '../../src/attacks/methods/methods.ts';
import { Segments } from '../controls/Segments.tsx';
import { Slider } from '../controls/Slider.tsx';
import { readyModel } from '../model/readyModel.ts';
import { pageMethods } from '../state/pageMethods.ts';
import { show, view } from '../state/view.ts';
import { EpsilonControl } from './EpsilonControl.tsx';

/** Sizes at which most networks without a defence fall and robust ones are measured. */
const usual = { linf: '8/255', l2: '0.5' } as const;

/** Everything that an attack can be. */
export function AttackControls() {
  const { attack, norm, steps, aim, band, r, seed } = view.value;
  const { fixedSteps, defaults } = methods[attack];
  const { randomStart } = defaults({ epsilon: 0 });
  return (
    <div class="attack-controls">
      <EpsilonControl />
      <Segments
        legend="Method"
        name="attack"
        value={attack}
        options={pageMethods.map((name) => [name, methods[name].title])}
        onChange={(value) => show({ attack: value })}
      />
      <Slider
        id="steps"
        label="Steps"
        value={fixedSteps?.count ?? steps}
        min={1}
        max={Math.max(50, steps)}
        of="attacked"
        disabled={fixedSteps !== null}
        onMove={(value, how) => show({ steps: value }, how)}
      />
      <Segments
        legend="Norm"
        name="norm"
        value={norm}
        options={[
          ['linf', 'L∞'],
          ['l2', 'L2'],
        ]}
        onChange={(value) => show({ norm: value, epsilon: usual[value] })}
      />
      <Segments
        legend="Frequencies it may use"
        name="band"
        value={band}
        options={[
          ['all', 'all'],
          ['low', `within r = ${r}`],
          ['high', 'beyond'],
        ]}
        onChange={(value) => show({ band: value })}
      />
      <Segments
        legend="Aim"
        name="aim"
        value={aim}
        options={[
          ['none', 'any other class'],
          ['least-likely', 'the least likely'],
        ]}
        onChange={(value) => show({ aim: value })}
      />
      <LabelChoice />
      <button
        type="button"
        class="button"
        disabled={!randomStart}
        onClick={() => show({ seed: (seed + 1) % 2 ** 31 })}
      >
        Another random start
      </button>
    </div>
  );
}

/** The class that the answer is moved away from. */
function LabelChoice() {
  const { label } = view.value;
  const classes = readyModel.value?.classes ?? [];
  const chosen = label < classes.length ? label : -1;
  return (
    <label class="choice">
      <span>True class</span>
      <select value={String(chosen)} onChange={(event) => show({ label: Number(event.currentTarget.value) })}>
        <option value="-1">what the model answers</option>
        {classes.map((name, index) => (
          <option key={name} value={String(index)}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
