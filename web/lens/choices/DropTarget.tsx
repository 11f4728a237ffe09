import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { show, view } from '../../state/view.ts';
import { openFiles } from '../signals/openFiles.ts';

/** Files belong to the lens, wherever on the page they are dropped. */
function take(files: FileList | undefined): void {
  if (!files?.length) return;
  if (view.value.page !== 'lens') show({ page: 'lens' });
  openFiles(files);
}

const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;

/** Takes files that are dropped anywhere on the page, and pasted images; says so while one hovers. */
export function DropTarget() {
  const hovers = useSignal(false);
  useEffect(() => {
    const stop = new AbortController();
    const on = <K extends keyof DocumentEventMap>(
      name: K,
      listener: (event: DocumentEventMap[K]) => void,
    ) => {
      document.addEventListener(name, listener, { signal: stop.signal });
    };
    on('dragover', (event) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      hovers.value = true;
    });
    on('dragleave', (event) => {
      if (event.relatedTarget === null) hovers.value = false;
    });
    on('drop', (event) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      hovers.value = false;
      take(event.dataTransfer!.files);
    });
    on('paste', (event) => take(event.clipboardData?.files));
    return () => stop.abort();
  }, [hovers]);
  return (
    <div class="drop" hidden={!hovers.value} aria-hidden="true">
      <p>Drop an image, or a model as an .onnx file</p>
    </div>
  );
}
