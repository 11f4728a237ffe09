import type { RunRecord } from '../../training/run/runFolder.ts';
import { whole } from '../../wording/format.ts';
import { columns } from '../terminal/columns.ts';

/** What a run is about to do, for the terminal: its settings, how many images it makes what of, and what it measures. */
export function startText({ config, dataset }: RunRecord): string[] {
  const settings = Object.entries(config).map(([key, value]) => [
    key,
    Array.isArray(value) ? value.join(', ') : String(value ?? '–'),
  ]);
  const { trainCount, learnedCount, heldOutCount, measuredCount, testCount, reserveCount } = dataset;
  const heldOut = heldOutCount > 0 ? ` ${whole(heldOutCount)} held out choose the best checkpoint.` : '';
  const tested = ` and on ${whole(testCount)} test images`;
  const reserve = reserveCount ? ` After the last one also on ${whole(reserveCount)} reserve images.` : '';
  const radii = config.radius.length > 0 ? `, and on LFC and HFC at r = ${config.radius.join(', ')}` : '';
  const { measureEvery } = config;
  const when =
    measureEvery === 1 ? 'each epoch' : `the first epoch, every ${measureEvery} epochs and the last one`;
  return [
    ...columns(settings),
    '',
    `Learns from ${whole(learnedCount)} of ${whole(trainCount)} training images.${heldOut}`,
    `After ${when}: accuracy on ${whole(measuredCount)} of them${tested}${radii}.${reserve}`,
  ];
}
