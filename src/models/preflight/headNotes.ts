import type { Head } from '../../networks/classifier/findLogits.ts';

const kindNotes: Readonly<Record<string, string>> = {
  softmax: 'the output is a softmax; the logits before it are used',
  'log-softmax': 'the output is a log-softmax; the logits before it are used',
  sigmoid:
    'the output is a sigmoid a class; the logits before it are used, and losses are those of a softmax over them',
  labels:
    'the output is a label without scores: its class has the logit 1 and the others 0, so confidences say nothing and Square searches blindly',
  probabilities: 'the output is computed from probabilities, without logits behind it',
};

/** The end of a model as notes tell it. */
export type NotedHead = Pick<Head, 'output' | 'single' | 'scale'> & {
  readonly kind: Head['kind'] | 'labels';
};

/**
 * What a reader of the numbers must know of the output that was taken, one sentence each.
 *
 * @param outputs how many the file has
 */
export function headNotes(outputs: number, { output, kind, single, scale }: NotedHead): string[] {
  const notes: string[] = [];
  if (outputs > 1) notes.push(`of ${outputs} outputs '${output}' is taken`);
  if (single) {
    const what = kind === 'logits' ? 'the logit' : kind === 'sigmoid' ? 'the sigmoid' : 'the probability';
    notes.push(`the output is one number an image, taken as ${what} of the second of two classes`);
  } else if (Object.hasOwn(kindNotes, kind)) {
    notes.push(kindNotes[kind]);
  }
  if (scale !== 1)
    notes.push(`the output is multiplied by ${Number(scale.toPrecision(3))} at the end, which is taken out`);
  return notes;
}
