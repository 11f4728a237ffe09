import './forms.css';
import './model.css';
import { view } from '../state/view.ts';
import { ConventionForm } from './ConventionForm.tsx';
import { currentModel, openQuestion, reopen } from './currentModel.ts';
import type { OpenedModel } from './modelHost.ts';
import type { ModelChoices } from './modelSource.ts';
import { QuestionForm } from './QuestionForm.tsx';

/** What the page knows of its model, what it assumes, and why one did not open. */
export function ModelSummary() {
  const state = currentModel.value;
  const { model: named } = view.value;
  return (
    <div class="model-summary">
      {openQuestion.value && <QuestionForm key={openQuestion.value.source.id} />}
      {state.status === 'ready' && named === 'own' && <Own model={state.model} choices={state.choices} />}
      {state.status === 'ready' && <Facts model={state.model} />}
    </div>
  );
}

/** What was assumed of a model that somebody brought. */
function Own({ model, choices }: { readonly model: OpenedModel; readonly choices: ModelChoices }) {
  const { normalisation, outputs, sizeIsOpen, preflight } = model;
  const { text, source, name, reason } = normalisation;
  return (
    <>
      <p>
        Pixels reach the model as <b>{text}</b>.{' '}
        {source === 'assumed' && (
          <>
            That is assumed (‘{name}’), as {reason}; the file does not say. If its answers look wrong, change
            it:
          </>
        )}
        {source === 'metadata' && <>The file says so.</>}
        {source === 'chosen' && <>You said so.</>}
      </p>
      <details open={source === 'assumed'}>
        <summary>How pixels reach it</summary>
        <ConventionForm model={model} onChange={(convention) => reopen({ ...choices, convention })} />
        <div class="convention">
          {sizeIsOpen && (
            <label class="choice">
              <span>Pixels a side</span>
              <input
                type="number"
                min={1}
                max={2048}
                value={model.shape[1]}
                onChange={(event) => {
                  const imageSize = event.currentTarget.valueAsNumber;
                  if (imageSize >= 1 && imageSize <= 2048) reopen({ ...choices, imageSize });
                }}
              />
            </label>
          )}
          {outputs.length > 1 && (
            <label class="choice">
              <span>Output with the classes</span>
              <select
                value={preflight.output!.name}
                onChange={(event) => reopen({ ...choices, output: event.currentTarget.value })}
              >
                {outputs.map((output) => (
                  <option key={output} value={output}>
                    {output}
                  </option>
                ))}
              </select>
            </label>
          )}
        </div>
      </details>
    </>
  );
}

/** What the file is, for whoever wants to know. */
function Facts({ model }: { readonly model: OpenedModel }) {
  const { preflight, notes, withoutGradients, classes, providers, threads, shape, rho } = model;
  const { input, output, weights, operators } = preflight;
  const count = Object.values(weights).reduce((sum, number) => sum + number, 0);
  const nodes = Object.values(operators).reduce((sum, number) => sum + number, 0);
  const where =
    providers[0] === 'webgpu' ? 'WebGPU' : `WebAssembly, ${threads} thread${threads > 1 ? 's' : ''}`;
  const facts: readonly (readonly [string, string])[] = [
    ['Images', shape.join(' × ')],
    ['Classes', String(classes.length)],
    ['Input', `${input!.name} [${input!.shape.join(', ')}], ${input!.type}`],
    ['Output', `${output!.name} [${output!.shape.join(', ')}], ${output!.kind}`],
    ['Weights', count.toLocaleString('en')],
    ['Operators', `${nodes}: ${Object.keys(operators).join(', ')}`],
    ['Written by', `${preflight.producer || 'nobody it names'}, opset ${preflight.opset}`],
    ['Runs on', where],
    ...(rho > 0 ? [['Smoothed', `ρ = ${rho}, while the tool Smooth is open`] as const] : []),
  ];
  return (
    <details class="about">
      <summary>About this model</summary>
      <dl class="model-facts">
        {facts.map(([term, value]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {notes.map((note) => (
        <p key={note}>Note: {note}.</p>
      ))}
      {withoutGradients && <p>It cannot be attacked: {withoutGradients}.</p>}
    </details>
  );
}
