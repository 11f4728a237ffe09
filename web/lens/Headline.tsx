import type { JSX } from 'preact';
import { capital, modelTitle, verdict } from '../answers/words.ts';
import { builtIn, currentModel } from '../model/currentModel.ts';
import { Spoken } from '../model/Spoken.tsx';
import { view } from '../state/view.ts';
import { answerProblem, answers } from './signals/answers.ts';
import { cut, hasNoHfc } from './signals/cut.ts';

/** The sentence that says what happens. It has keys, since a new sentence takes the place of the one before as a whole. */
export function Headline() {
  // Called, not placed, so that what is spoken follows what the sentence reads.
  return <Spoken class="headline">{sentence()}</Spoken>;
}

function sentence(): JSX.Element {
  const { model, method } = view.value;
  const state = currentModel.value;
  const answer = answers.value;
  const nothing = hasNoHfc.value;
  const isSvd = method === 'svd';
  const where = isSvd ? `${cut.value} largest singular values` : `frequencies within radius ${cut.value}`;
  if (model === 'none') {
    return nothing ? (
      <span key="all">
        Everything lies within the cut: what is kept is the image itself, and nothing is left over.
      </span>
    ) : (
      <span key={where}>
        <b class="lfc">{isSvd ? 'The leading part' : 'LFC'}</b> holds the {where},{' '}
        <b class="hfc">{isSvd ? 'the last picture' : 'HFC'}</b> the rest. Together they are the image. Choose
        a model to see what it makes of them.
      </span>
    );
  }
  if (state.status === 'failed') return <>The model could not be opened: {state.reason}</>;
  if (answerProblem.value && !answer) return <>The model could not answer: {answerProblem.value}</>;
  if (!answer || state.status !== 'ready') {
    const opening = openingTitle(model, state.status === 'none' ? model : state.name);
    return (
      <span class="quiet" key={opening}>
        Opening {opening} …
      </span>
    );
  }
  const { classes } = answer.model;
  const title = modelTitle(model, state.name);
  const original = verdict(answer.original, classes);
  const lfc = verdict(answer.lfc, classes);
  const hfc = verdict(answer.hfc, classes);
  const said = [original, lfc, hfc].map(({ name, share }) => name + share);
  return (
    <span key={[state.name, answer.model.rho, isSvd, nothing, ...said].join()}>
      {Object.hasOwn(builtIn, model) ? capital(title) : title}
      {answer.model.rho > 0 && `, smoothed with ρ = ${answer.model.rho},`} says <b>{original.name}</b> (
      {original.share}). Of the {isSvd ? 'leading part' : 'low frequencies'} alone it says{' '}
      <b class="lfc">{lfc.name}</b> ({lfc.share})
      {nothing ? (
        <>; nothing is left for {isSvd ? 'the rest' : 'HFC'}.</>
      ) : (
        <>
          , of {isSvd ? 'the rest' : 'the high ones'} <b class="hfc">{hfc.name}</b> ({hfc.share}).
        </>
      )}
    </span>
  );
}

/** What opens may be another model than the view still names. */
const openingTitle = (model: string, name: string) =>
  modelTitle(Object.hasOwn(builtIn, name) ? name : model === 'result' ? model : 'own', name);
