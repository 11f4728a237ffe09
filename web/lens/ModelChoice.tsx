import { useRef } from 'preact/hooks';
import { currentModel } from '../model/currentModel.ts';
import { resultsAddress } from '../results.ts';
import type { View } from '../state/fields.ts';
import { resultName } from '../state/resultPath.ts';
import { show, view } from '../state/view.ts';
import { openFiles } from './openFiles.ts';
import { Segments } from './Segments.tsx';

/** The models that come with the page, that of a result, the visitor's own, or none. */
export function ModelChoice() {
  const picker = useRef<HTMLInputElement>(null);
  const { model, result } = view.value;
  const state = currentModel.value;
  const own = model === 'own' && state.status !== 'none' ? [['own', state.name] as const] : [];
  const ofResult = result !== '' && resultsAddress !== null ? [['result', resultName(result)] as const] : [];
  return (
    <div class="model">
      <Segments
        legend="Model"
        name="model"
        value={model}
        options={[['natural', 'natural'], ['robust', 'robust'], ...ofResult, ...own, ['none', 'none']]}
        onChange={(value) => show({ model: value as View['model'] })}
      />
      <button
        type="button"
        class="button"
        aria-label="Open a model"
        title="Open a model, an .onnx file, with the files that belong to it"
        onClick={() => picker.current!.click()}
      >
        Open …
      </button>
      <input
        ref={picker}
        type="file"
        multiple
        class="hidden"
        tabIndex={-1}
        aria-label="Model file, with its weights or the names of its classes"
        onChange={(event) => {
          openFiles(event.currentTarget.files);
          event.currentTarget.value = '';
        }}
      />
    </div>
  );
}
