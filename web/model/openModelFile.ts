import { classNamesOfFile } from '../../src/models/classes/classNames.ts';
import type { ModelChoices } from '../../src/models/examineModel.ts';
import { show } from '../state/view.ts';
import { currentModel, modelComplaint, nextSource, openModel, reopen } from './currentModel.ts';
import type { ModelSource } from './host/modelSource.ts';
import { reasonOf } from './host/reasonOf.ts';

/** Whether a file is a model. */
const isModel = ({ name }: File) => /\.onnx$/i.test(name);

/** Models as other programs store them. */
const FOREIGN = /\.(pt|pth|ckpt|safetensors|h5|hdf5|keras|pb|tflite|mlmodel|pkl)$/i;

/** Whether a file may hold names of classes. */
const isClassList = ({ name, size }: File) => /\.(txt|json|names)$/i.test(name) && size < 2 ** 20;

/** The visitor's own model, which stays in this page's memory for the back button. */
let own: ModelSource | undefined;

/**
 * Opens an `.onnx` file of the visitor's.
 *
 * @param beside other files that were dropped with it: its weights, a list of its classes
 */
export async function openModelFile(file: File, beside: readonly File[] = []): Promise<void> {
  const list = beside.find(isClassList);
  const classes = list && (await classesIn(list));
  const complaint = list && !classes ? modelComplaint.peek() : null;
  const source = { id: nextSource(), name: file.name, file, beside };
  const { opened } = await openModel(file.name, async () => source, classes && { classes });
  if (!opened) return;
  keepOwn(source);
  // The model came without the names that it should have had.
  modelComplaint.value ??= complaint;
}

/**
 * Opens what belongs to models among files that were dropped or picked together: a model with its weights and a list of its
 * classes, or a list of classes for the visitor's own model that is open. Says where something else is missing for that.
 *
 * @returns whether there was anything
 */
export function openModelFiles(files: readonly File[]): boolean {
  const model = files.find(isModel);
  if (model) {
    const beside = files.filter((file) => file !== model);
    openModelFile(model, beside);
    return true;
  }
  const foreign = files.find(({ name }) => FOREIGN.test(name));
  const weights = files.find(({ name }) => /\.data$/i.test(name));
  if (foreign || weights) {
    modelComplaint.value = foreign
      ? `‘${foreign.name}’ is not in the ONNX format; export the model as an .onnx file.`
      : `‘${weights!.name}’ looks like a model’s weights; drop it together with its .onnx file.`;
    return true;
  }
  const list = files.find(isClassList);
  const state = currentModel.peek();
  if (!list) return false;
  // The models that come with the page know their classes.
  if (state.status === 'ready' && state.source === own) openClassList(list, state.choices);
  else {
    modelComplaint.value = `‘${list.name}’ looks like names of classes; they go with a model of your own: open that first.`;
  }
  return true;
}

/** A model that is open now is the visitor's own. */
export function keepOwn(source: ModelSource): void {
  own = source;
  show({ model: 'own' });
}

/** Opens the visitor's own model again. */
export async function reopenOwn(): Promise<void> {
  const source = own;
  const state = currentModel.peek();
  if (!source || (state.status === 'ready' && state.source === source)) return;
  await openModel(source.name, async () => source);
}

/** Names the classes of the model that is open. */
async function openClassList(file: File, choices: ModelChoices): Promise<void> {
  const classes = await classesIn(file);
  if (classes) await reopen({ ...choices, classes });
}

async function classesIn(file: File): Promise<readonly string[] | undefined> {
  try {
    return classNamesOfFile(await file.text(), file.name).names;
  } catch (error) {
    modelComplaint.value = reasonOf(error);
    return undefined;
  }
}
