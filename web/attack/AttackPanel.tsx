import '../model/forms/forms.css';
import './attack.css';
import { useEffect } from 'preact/hooks';
import { Predictions } from '../answers/Predictions.tsx';
import { rankings } from '../answers/ranking.ts';
import { Spoken } from '../model/Spoken.tsx';
import { Panel } from '../pictures/Panel.tsx';
import { PixelCanvas } from '../pictures/PixelCanvas.tsx';
import { SpectrumPicture } from '../pictures/SpectrumPicture.tsx';
import { view } from '../state/view.ts';
import { AttackControls } from './AttackControls.tsx';
import { AttackFacts } from './AttackFacts.tsx';
import { AttackSentence } from './AttackSentence.tsx';
import { AttackWork } from './AttackWork.tsx';
import { attackProblem, attackProgress, attackStopped, doneAttack, followAttack } from './currentAttack.ts';
import { Energy } from './Energy.tsx';

/** Attacks the image as the model sees it: what was added, where in the spectrum, and what the model says then. */
export function AttackPanel() {
  useEffect(followAttack, []);
  const done = doneAttack.value;
  const problem = attackProblem.value;
  return (
    <div class="attack">
      <AttackControls />
      <Spoken class="headline">
        {problem !== null ? (
          <>This model cannot be attacked: {problem}</>
        ) : attackStopped.value ? (
          <>The attack was stopped.</>
        ) : done ? (
          <AttackSentence done={done} />
        ) : (
          <span class="quiet">
            {view.value.model === 'none' ? 'An attack needs a model and an image.' : 'Attacking …'}
          </span>
        )}
      </Spoken>
      <AttackWork />
      {problem === null && view.value.model !== 'none' && <Pictures />}
    </div>
  );
}

/** Before and after the attack; the places are there from the beginning. */
function Pictures() {
  const done = doneAttack.value;
  const { r, distance } = view.value;
  const classes = done?.model.classes ?? [];
  const picture = done?.picture;
  const [before, after] = picture
    ? [picture.before, picture.after].map((logits) => rankings(logits, classes.length)[0])
    : [null, null];
  const said = { classes, marked: picture?.label };
  const { original = null, delta = null, spectrum = null, adversarial = null } = picture?.pictures ?? {};
  const times = picture ? `, × ${picture.factor} about grey` : '';
  return (
    <div class="pictures" aria-busy={attackProgress.value !== null}>
      <Panel title="Original" note="x">
        <PixelCanvas pixels={original} label="The image before the attack" />
        <Predictions title="What the model says before the attack" ranking={before} {...said} />
      </Panel>
      <Panel title="Added" note={`δ${times}`}>
        <PixelCanvas
          pixels={delta}
          label={`What the attack added${times}: grey is where nothing was changed`}
        />
        <AttackFacts />
      </Panel>
      <Panel title="Its spectrum" note="ln(1 + 255 |z|)">
        <SpectrumPicture
          pixels={spectrum}
          label={`Spectrum of what was added, zero frequency in the middle, with the cut-off at ${r} bins`}
          radius={r}
          distance={distance}
        />
        <Energy />
      </Panel>
      <Panel title="Attacked" note="x + δ">
        <PixelCanvas pixels={adversarial} label="The image after the attack" />
        <div class="after">
          <Predictions title="What the model says after the attack" ranking={after} {...said} />
        </div>
      </Panel>
    </div>
  );
}
