import '../model/forms.css';
import './attack.css';
import { useEffect } from 'preact/hooks';
import { Predictions } from '../lens/Predictions.tsx';
import { rankings } from '../lens/ranking.ts';
import { Spoken } from '../model/Spoken.tsx';
import { Panel } from '../pictures/Panel.tsx';
import { PixelCanvas } from '../pictures/PixelCanvas.tsx';
import { SpectrumPicture } from '../pictures/SpectrumPicture.tsx';
import { view } from '../state/view.ts';
import { AttackControls } from './AttackControls.tsx';
import { AttackFacts } from './AttackFacts.tsx';
import { AttackSentence } from './AttackSentence.tsx';
import { attackProblem, attackProgress, attackRequest, doneAttack, followAttack } from './currentAttack.ts';
import { Energy } from './Energy.tsx';

/** Attacks the image as the model sees it: what was added, where in the spectrum, and what the model says then. */
export function AttackPanel() {
  useEffect(followAttack, []);
  const done = doneAttack.value;
  const problem = attackProblem.value;
  const progress = attackProgress.value;
  return (
    <div class="attack">
      <AttackControls />
      <Spoken class="headline">
        {problem !== null ? (
          <>This model cannot be attacked: {problem}</>
        ) : done ? (
          <AttackSentence done={done} />
        ) : (
          <span class="quiet">
            {attackRequest.value ? 'Attacking …' : 'An attack needs a model and an image.'}
          </span>
        )}
      </Spoken>
      <progress
        class="work"
        aria-label="Attack under way"
        max={1}
        value={progress ?? 0}
        hidden={progress === null}
      />
      {done && problem === null && <Pictures />}
    </div>
  );
}

function Pictures() {
  const { picture, model } = doneAttack.value!;
  const { r, distance } = view.value;
  const { classes } = model;
  const { original, delta, spectrum, adversarial } = picture.pictures;
  const [before, after] = [picture.before, picture.after].map(
    (logits) => rankings(logits, classes.length)[0],
  );
  const said = { classes, marked: picture.label };
  return (
    <div class="pictures" aria-busy={attackProgress.value !== null}>
      <Panel title="Original" note="x">
        <PixelCanvas pixels={original} label="The image before the attack" />
        <Predictions title="What the model says before the attack" ranking={before} {...said} />
      </Panel>
      <Panel title="Added" note={`δ, × ${picture.factor} about grey`}>
        <PixelCanvas
          pixels={delta}
          label={`What the attack added, ${picture.factor} times as strong, grey where nothing was changed`}
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
