import { signal } from '@preact/signals';
import type { ModelChoices, ModelQuestion } from '../../src/models/examineModel.ts';
import naturalUrl from '../models/natural.onnx?url';
import robustUrl from '../models/robust.onnx?url';
import { ask, ended, followDeaths, NO_MEMORY, restart, wake } from './host/liveHost.ts';
import type { OpenAnswer, OpenedModel } from './host/modelHost.ts';
import type { ModelSource } from './host/modelSource.ts';
import { reasonOf } from './host/reasonOf.ts';

export { modelHost } from './host/hostCalls.ts';

/** The models that come with the page. */
export const builtIn = { natural: naturalUrl, robust: robustUrl } as const;

export type BuiltIn = keyof typeof builtIn;

/** What the page's model is doing. */
export type ModelState =
  | { readonly status: 'none' }
  | { readonly status: 'opening'; readonly name: string }
  | {
      readonly status: 'ready';
      readonly name: string;
      readonly model: OpenedModel;
      readonly source: ModelSource;
      readonly choices: ModelChoices;
    }
  | { readonly status: 'failed'; readonly name: string; readonly reason: string };

export const currentModel = signal<ModelState>({ status: 'none' });

/** Why the last model did not open while the one before it stays, in one line. */
export const modelComplaint = signal<string | null>(null);

/** What a person must say before a model opens. */
export const openQuestion = signal<{
  readonly source: ModelSource;
  readonly choices: ModelChoices;
  readonly question: ModelQuestion;
} | null>(null);

let newest = 0;
let sources = 0;

/** A number for a new source. */
export const nextSource = () => ++sources;

/** Models whose worker died while they were open. */
const died = new WeakSet<ModelSource>();

// Gradients are what needs the most memory: the model comes back without them. If it dies again it stays closed.
followDeaths(() => {
  const state = currentModel.peek();
  if (state.status !== 'ready') return;
  const { name, source, choices } = state;
  if (died.has(source)) {
    currentModel.value = { status: 'failed', name, reason: NO_MEMORY };
    return;
  }
  died.add(source);
  currentModel.value = { status: 'none' };
  openModel(name, async () => source, choices);
});

/** After a session that could not be made, ONNX Runtime's WebGPU believes that it is still being made, and makes no other. */
const stuck = /another WebGPU EP|can't (create a session|append execution provider)/i;

/** Whether the page has the model now, and why not where it could not be opened. */
export interface Outcome {
  readonly opened: boolean;
  /** Of a model that has a question, or that another one has overtaken, there is none. */
  readonly reason?: string;
}

/** Opens a model; of several that are opened quickly the last stays. Where it cannot be opened the model before it stays. */
export async function openModel(
  name: string,
  source: () => Promise<ModelSource>,
  choices: ModelChoices = {},
): Promise<Outcome> {
  const mine = ++newest;
  const before = settled(currentModel.peek());
  currentModel.value = { status: 'opening', name };
  modelComplaint.value = null;
  openQuestion.value = null;
  const since = ended();
  let reason: string | undefined;
  try {
    await wake();
    const found = await source();
    if (mine !== newest) return { opened: false };
    const answer = await ask((host) => host.open(found, choices) as Promise<OpenAnswer>);
    if (mine !== newest) return { opened: false };
    if ('model' in answer) {
      const { model } = answer;
      const shown = died.has(found) ? { ...model, withoutGradients: NO_MEMORY } : model;
      currentModel.value = { status: 'ready', name, model: shown, source: found, choices };
      return { opened: true };
    }
    openQuestion.value = { source: found, choices, question: answer.question };
  } catch (error) {
    if (mine !== newest) return { opened: false };
    reason = reasonOf(error);
    if (stuck.test(reason)) restart();
    if (before.status !== 'ready') {
      currentModel.value = { status: 'failed', name, reason };
      return { opened: false, reason };
    }
    modelComplaint.value = `‘${name}’ was not opened: ${reason}. The page still shows ${before.name}.`;
  }
  await goBack(before, ended() === since);
  return { opened: false, ...(reason !== undefined && { reason }) };
}

/** The model before comes back: at once where its worker still has it. */
async function goBack(before: ModelState, survives: boolean): Promise<void> {
  if (before.status !== 'ready' || survives) {
    currentModel.value = before;
    return;
  }
  const [complaint, question] = [modelComplaint.peek(), openQuestion.peek()];
  await openModel(before.name, async () => before.source, before.choices);
  modelComplaint.value ??= complaint;
  openQuestion.value ??= question;
}

/** While one model opens, the one before it is what to go back to. */
let lastSettled: ModelState = { status: 'none' };
function settled(state: ModelState): ModelState {
  if (state.status !== 'opening') lastSettled = state;
  return lastSettled;
}

/** Opens the model that is open again, with something said about it. */
export async function reopen(choices: ModelChoices): Promise<void> {
  const state = currentModel.peek();
  if (state.status === 'ready') await openModel(state.name, async () => state.source, choices);
}

/** Answers the question of a model that was not opened for it. */
export async function answer(choices: ModelChoices): Promise<Outcome> {
  const asked = openQuestion.peek();
  if (!asked) return { opened: false };
  return openModel(asked.source.name, async () => asked.source, { ...asked.choices, ...choices });
}

const fetched = new Map<BuiltIn, ModelSource>();

/** Fetches a built-in model and opens it, unless it is open already. */
export async function openBuiltIn(name: BuiltIn): Promise<void> {
  const state = currentModel.peek();
  if ((state.status === 'ready' || state.status === 'opening') && state.name === name) return;
  await openModel(name, async () => {
    const known = fetched.get(name);
    if (known) return known;
    const answer = await fetch(builtIn[name]);
    if (!answer.ok) throw new Error(`the page's own model cannot be fetched (${answer.status})`);
    const source = { id: nextSource(), name, file: await answer.blob(), beside: [] };
    fetched.set(name, source);
    return source;
  });
}
