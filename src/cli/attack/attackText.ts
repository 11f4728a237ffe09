import { join } from 'node:path';
import type { Measure } from '../../audit/measures/measure.ts';
import type { AttackRecord } from '../../audit/records/attackRecord.ts';
import { percent, percentRange, whole } from '../../wording/format.ts';
import { columns } from '../terminal/columns.ts';

/** What `passband attack` found, for the terminal. */
export function attackText({ preset, clean, attacks, search, dataset }: AttackRecord, out: string): string[] {
  const head = `Accuracy on ${whole(dataset.n)} images with its 95% interval`;
  const rows = attacks.map((row) => [
    ...[row.name, shareText(row.robust), percent(row.rounded.value), whole(row.evaluations)],
    percent(row.zeroGradientShare),
    row.bandLeak === null ? '–' : percent(row.bandLeak),
  ]);
  const cleanRow = ['clean', shareText(clean), '', '', '', ''];
  const title = ['', '', 'rounded to 8 bits', 'evaluations', 'zero gradients', 'out of band'];
  const table = search
    ? [
        ['', ''],
        ['clean', shareText(clean)],
        ...search.robust.map(({ text, share }) => [`${search.method}@${text}`, shareText(share)]),
      ]
    : [title, cleanRow, ...rows];
  const files = attacks.map(
    ({ files: { adversarial, examples } }) => `Images: ${join(out, adversarial)}, ${join(out, examples)}`,
  );
  return [
    '',
    `${head}, preset ${preset}`,
    ...columns(table),
    ...(search ? [medianText(search.sizes)] : []),
    ...files,
    `Numbers: ${join(out, 'attack.json')}`,
  ];
}

function shareText({ value, low, high }: Measure): string {
  return `${percent(value).padStart(7)}  ${percentRange({ low: low!, high: high! })}`;
}

function medianText(sizes: readonly (number | null)[]): string {
  const found = sizes.map((size) => size ?? Infinity).sort((a, b) => a - b);
  const median = found[found.length >> 1];
  const shown = median === Infinity ? 'none was found' : median.toPrecision(3);
  return `Smallest ε that fools an image, median: ${shown}`;
}
