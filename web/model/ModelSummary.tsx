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
