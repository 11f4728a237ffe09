import { resultsAddress } from '../state/results.ts';
import { currentModel, modelComplaint, nextSource, openModel, openQuestion } from './currentModel.ts';
import type { ModelSource } from './host/modelSource.ts';

let newest: { readonly path: string; readonly source?: ModelSource } | undefined;

/**
 * Fetches a model of one of the server's results and opens it, unless it is open already.
 *
 * @param path below the server's results, as `isResultPath` allows
 * @returns why it is not open, in part of a sentence; null where it is, or another model was asked for meanwhile
 */
export async function openResult(path: string): Promise<string | null> {
  const state = currentModel.peek();
  const isOpen = state.status === 'opening' || (state.status === 'ready' && state.source === newest?.source);
  if (newest?.path === path && isOpen) return null;
  newest = { path };
  const { opened, reason } = await openModel(path, async () => {
    const source = { id: nextSource(), name: path, file: await fetchResult(path), beside: [] };
    newest = { path, source };
    return source;
  });
  if (opened) return null;
  const asks = openQuestion.peek();
  if (asks && asks.source === newest.source) {
    openQuestion.value = null;
    return 'it leaves open which images it takes; open its file here to say so';
  }
  // Whoever asked says it.
  if (reason !== undefined) modelComplaint.value = null;
  return reason ?? null;
}

async function fetchResult(path: string): Promise<Blob> {
  if (path === '') throw new Error('it names no model of a result');
  if (resultsAddress === null) throw new Error('this page comes from no server that has results');
  const start = new URL(resultsAddress, document.baseURI);
  const address = new URL(`runs/${path.split('/').map(encodeURIComponent).join('/')}`, start);
  const answer = await fetch(address).catch(() => {
    throw new Error('the server does not answer');
  });
  if (answer.status === 404) throw new Error('there is no such model among the server’s results');
  if (!answer.ok) throw new Error(`it cannot be fetched (${answer.status})`);
  return answer.blob();
}
