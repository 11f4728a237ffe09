import { show } from '../state/view.ts';
import { openModel } from './currentModel.ts';

/** Opens an `.onnx` file of the visitor's. */
export async function openModelFile(file: File): Promise<void> {
  await openModel(file.name, async () => new Uint8Array(await file.arrayBuffer()));
  show({ model: 'own' });
}
