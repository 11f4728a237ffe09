import './forms/forms.css';
import './model.css';
import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { ModelChoices } from '../../src/models/examineModel.ts';
import type { Convention } from '../../src/networks/classifier/convention.ts';
import { FilePicker } from '../controls/FilePicker.tsx';
import { view } from '../state/view.ts';
import { currentModel, type ModelState, openQuestion, reopen } from './currentModel.ts';
import { ConventionForm } from './forms/ConventionForm.tsx';
import type { OpenedModel } from './host/modelHost.ts';
import { openModelFiles } from './openModelFile.ts';
import { QuestionForm } from './QuestionForm.tsx';

type Ready = Extract<ModelState, { status: 'ready' }>;

/** What was assumed of a model that somebody brought, and what must be said before it opens. */
export function ModelSummary() {
  // While the model opens again with another setting, the form stays, and who types in it.
  const last = useRef<Ready | null>(null);
  const state = currentModel.value;
  if (state.status === 'ready') last.current = state;
  const { current } = last;
  const { model } = view.value;
  const isBrought =
    (model === 'own' || model === 'result') && (state.status === 'ready' || state.status === 'opening');
  return (
    <div class="model-summary">
      {openQuestion.value && <QuestionForm key={openQuestion.value.source.id} />}
      {isBrought && current && (
        <Own key={current.source.id} model={current.model} choices={current.choices} />
      )}
    </div>
  );
}

/** What was assumed of a model that somebody brought. */
function Own({ model, choices }: { readonly model: OpenedModel; readonly choices: ModelChoices }) {
  const { normalisation, conventionText, outputs, sizeIsOpen, preflight, areNamed } = model;
  const wanted = useSignal<Convention | null>(null);
  const change = async (convention: Convention) => {
    wanted.value = convention;
    await reopen({ ...choices, convention });
    if (wanted.value === convention) wanted.value = null;
  };
  // On a phone it would push the pictures out of sight.
  const isOpen = useRef(
    normalisation.source === 'assumed' && matchMedia('(min-width: 40rem)').matches,
  ).current;
  return (
    <>
      <p>
        Pixels reach the model as <b>{conventionText}</b>.{' '}
        {normalisation.source === 'assumed' && (
          <>
            That is assumed (‘{normalisation.name}’), as {normalisation.reason}; the file does not say. If its
            answers look wrong, change it:
          </>
        )}
        {normalisation.source === 'metadata' && <>The file says so.</>}
        {normalisation.source === 'given' && <>You said so.</>}
      </p>
      {!areNamed && (
        <p>
          Its classes have no names here, only numbers. Drop a list of them, one a line (.txt) or as JSON, or{' '}
          <FilePicker
            class="link"
            title="Pick a list of class names"
            name="pick a list of class names"
            fileName="Names of the classes"
            accept=".txt,.json,.names"
            onPick={(files) => openModelFiles([...(files ?? [])])}
          >
            pick one
          </FilePicker>
          .
        </p>
      )}
      <details open={isOpen}>
        <summary>How pixels reach it</summary>
        <ConventionForm
          model={model}
          convention={wanted.value ?? model.normalisation.convention}
          onChange={change}
        />
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
