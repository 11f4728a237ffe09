import type { Normalisation } from '../../models/normalisation/normalisation.ts';
import type { Preflight } from '../../models/preflight/preflight.ts';
import { largest } from '../../statistics/extremes.ts';
import { percent, percentRange, whole } from '../../wording/format.ts';
import { columns } from '../terminal/columns.ts';

/** What was found in a model file, for the terminal. */
export function preflightText(found: Preflight): string[] {
  const { file, bytes, sha256, producer, opset, ir, input, batch, output, classNames } = found;
  const shapeOf = (shape: readonly (number | string)[]) => `[${shape.join(', ')}]`;
  const inputText =
    input &&
    `'${input.name}' ${input.type} ${shapeOf(input.shape)}, ${input.layout}, ${batch === null ? 'any batch' : `batches of ${batch}`}`;
  const lines: [string, string][] = [
    ['file', `${file} · ${whole(bytes)} bytes · sha256 ${sha256.slice(0, 12)}…`],
    ['made by', `${producer || 'unknown'} · opset ${opset ?? '–'} · IR ${ir}`],
    ['input', inputText ?? 'not found'],
    ['output', output ? `'${output.name}' ${shapeOf(output.shape)}, ${output.kind}` : 'not found'],
    [
      'classes',
      output ? `${output.classes}${classNames ? `: ${namesText(classNames)}` : ', without names'}` : '–',
    ],
    ['weights', countsText(found.weights) || 'none'],
    ['operators', countsText(found.operators)],
    ...found.notes.map((note): [string, string] => ['note', note]),
    ...normalisesItself(found),
    ...problemLines(found),
  ];
  return columns(lines);
}

const SHOWN = 10;

const namesText = (names: readonly string[]) =>
  `${names.slice(0, SHOWN).join(', ')}${names.length > SHOWN ? ', …' : ''}`;

const countsText = (counts: Readonly<Record<string, number>>) =>
  Object.entries(counts)
    .map(([name, count]) => `${name} ${whole(count)}`)
    .join(', ');

function normalisesItself({ innerNormalisation }: Preflight): [string, string][] {
  if (innerNormalisation.length === 0) return [];
  return [['note', `the model normalises its input itself: ${innerNormalisation.join(', ')}`]];
}

function problemLines({ problems, unchecked, blackBox }: Preflight): [string, string][] {
  if (blackBox !== undefined) return problems.map(({ message }) => ['black box', message]);
  const open: [string, string][] = unchecked === undefined ? [] : [['not checked', unchecked]];
  if (problems.length === 0)
    return unchecked ? open : [['gradients', 'every operator on the way has a rule']];
  const found = problems.map(({ stops, message }): [string, string] => [
    stops === 'everything' ? 'stops' : 'gradients',
    stops === 'everything' ? message : `none, so what needs them is skipped: ${message}`,
  ]);
  return [...found, ...open];
}

/** The ranking of the normalisation doctor, for the terminal. */
export function normalisationText({ candidates }: Normalisation): string[] {
  if (candidates.length === 0) return [];
  const width = largest(candidates.map(({ name }) => name.length));
  const lines = candidates.map(({ name, accuracy, low, high, n }) => {
    const interval = percentRange({ low, high });
    return `  ${name.padEnd(width)}  ${percent(accuracy).padStart(7)}  ${interval}  (n = ${n})`;
  });
  return ['', 'Accuracy by what is done to the pixels before the model:', ...lines, ''];
}
