import type { JSX } from 'preact';
import { methods } from '../../src/attacks/methods/methods.ts';
import { argmax } from '../../src/tensor/argmax.ts';
import { type Ranking, rankings } from '../answers/ranking.ts';
import { percent } from '../answers/words.ts';
import type { DoneAttack } from './currentAttack.ts';

/** What came of an attack, in a sentence or two that promise no more than was seen. */
export function AttackSentence({ done }: { readonly done: DoneAttack }): JSX.Element {
  const { picture, model, request } = done;
  const { label, target, settings } = picture;
  const { classes } = model;
  const [before, after] = [picture.before, picture.after].map(
    (logits) => rankings(logits, classes.length)[0],
  );
  const name = (index: number) => <b>{classes[index]}</b>;
  const share = ({ shares }: Ranking, index: number) => percent(shares[index]);
  const first = argmax(picture.before);
  const last = argmax(picture.after);
  const aim =
    target !== null &&
    (last === target ? 'That is the class that it was aimed at.' : <>It was aimed at {name(target)}.</>);

  if (request.epsilon === 0) {
    return (
      <>
        With ε = 0 nothing is changed: {name(first)} stays at {share(before, first)}.
      </>
    );
  }
  if (picture.size === 0) {
    return settings.band ? (
      <>
        There is nothing that this attack may change: the image has no frequencies{' '}
        {settings.band.keep === 'high' ? `beyond r = ${settings.band.radius}` : 'in the band'}, or the
        gradient has none there.
      </>
    ) : (
      <>
        The gradient is zero everywhere, so the attack has no direction to go. That is no sign of robustness.
      </>
    );
  }
  if (first !== label) {
    return (
      <>
        The answer was wrong before the attack: {name(first)} ({share(before, first)}) instead of{' '}
        {name(label)}. After it, it is <b class="attacked">{classes[last]}</b> ({share(after, last)}). {aim}
      </>
    );
  }
  if (last === label) {
    return (
      <>
        Not fooled: the answer is still {name(last)}, {share(before, last)} before and {share(after, last)}{' '}
        after. {advice(done)}
      </>
    );
  }
  return (
    <>
      Fooled: {name(first)} ({share(before, first)}) has become <b class="attacked">{classes[last]}</b> (
      {share(after, last)}). {aim}
    </>
  );
}

/** What may still fool the model. */
function advice({ request, picture }: DoneAttack): string {
  if (picture.zeroGradientShare > 0.5) {
    return 'Most of the gradients were zero, so this says little about the model.';
  }
  if (methods[request.method].fixedSteps) return 'One step is a weak attack; PGD may do better.';
  if (request.band !== 'all') return 'With all frequencies it may fall.';
  return 'One attack that fails proves nothing: more steps, a larger ε or another start may do better.';
}
