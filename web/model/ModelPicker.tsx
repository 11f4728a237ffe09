import { useRef } from 'preact/hooks';
import { Segments } from '../lens/Segments.tsx';
import type { View } from '../state/fields.ts';
import { show, view } from '../state/view.ts';
import { currentModel } from './currentModel.ts';
import { openModelFiles } from './openModelFile.ts';

/** The models that come with the page, the visitor's own, or none. */
export function ModelPicker() {
  const picker = useRef<HTMLInputElement>(null);
  const { model } = view.value;
  const state = currentModel.value;
  const own = model === 'own' && state.status !== 'none' ? [['own', state.name] as const] : [];
  return (
    <div class="model">
      <Segments
        legend="Model"
        name="model"
        value={model}
        options={[['natural', 'natural'], ['robust', 'robust'], ...own, ['none', 'none']]}
        onChange={(value) => show({ model: value as View['model'] })}
      />
      <button type="button" class="button" onClick={() => picker.current!.click()}>
        Open a model …
      </button>
      <input
        ref={picker}
        type="file"
        multiple
        class="hidden"
        tabIndex={-1}
        aria-label="Model file, with its weights or a list of classes"
        onChange={(event) => {
          openModelFiles([...(event.currentTarget.files ?? [])]);
          event.currentTarget.value = '';
        }}
      />
    </div>
  );
}
