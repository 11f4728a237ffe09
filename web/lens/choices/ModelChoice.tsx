import { FilePicker } from '../../controls/FilePicker.tsx';
import { Segments } from '../../controls/Segments.tsx';
import { currentModel } from '../../model/currentModel.ts';
import type { View } from '../../state/fields.ts';
import { resultName } from '../../state/resultPath.ts';
import { resultsAddress } from '../../state/results.ts';
import { show, view } from '../../state/view.ts';
import { openFiles } from '../signals/openFiles.ts';

/** The models that come with the page, that of a result, the visitor's own, or none. */
export function ModelChoice() {
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
      <FilePicker
        class="button"
        title="Open a model, an .onnx file, with the files that belong to it"
        name="Open a model"
        fileName="Model file, with its weights or the names of its classes"
        multiple
        onPick={openFiles}
      >
        Open …
      </FilePicker>
    </div>
  );
}
