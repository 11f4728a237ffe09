import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
// What ships: its threads are files of their own.
import { auditModels, noProgress } from 'passband';

/**
 * How right an audit's time left is: at each tenth of the way what it said, what was really left, and their ratio. From a tenth of
 * the way on it is to be right within a third. `MODEL --dataset DATA [--data-dir DIR] [--budget quick] [--limit N]`, and
 * `--mean 0.5,0.5,0.5 --std 0.5,0.5,0.5 --range 0,1` for what the model's file does not say. Exit code 1 on a miss.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    dataset: { type: 'string' },
    'data-dir': { type: 'string' },
    budget: { type: 'string', default: 'quick' },
    limit: { type: 'string' },
    mean: { type: 'string' },
    std: { type: 'string' },
    range: { type: 'string', default: '0,1' },
  },
});
const numbers = (text: string | undefined) => text?.split(',').map(Number);
const out = mkdtempSync(join(tmpdir(), 'passband-bench-audit-'));
const now = () => performance.now();
const began = now();
const said: { readonly at: number; readonly label: string; readonly secondsLeft: number }[] = [];
const progress = {
  ...noProgress,
  say: (line: string) => process.stdout.write(`${line}\n`),
  task({ label, secondsLeft }: { readonly label: string; readonly secondsLeft?: number }) {
    if (secondsLeft !== undefined) said.push({ at: now(), label, secondsLeft });
  },
};
const { audits } = await auditModels(
  positionals,
  {
    dataset: values.dataset,
    dataDir: values['data-dir'],
    budget: values.budget as 'quick',
    limit: values.limit === undefined ? undefined : Number(values.limit),
    ...(values.mean !== undefined && {
      range: numbers(values.range) as [number, number],
      mean: numbers(values.mean),
      std: numbers(values.std),
    }),
  },
  { out, progress, now },
);
const ended = now();
rmSync(out, { recursive: true });
const first = said[0].at;
const seconds = (from: number) => (ended - from) / 1000;
process.stdout.write(
  `plan ${audits[0].settings.plan}; opened and measured in ${((first - began) / 1000).toFixed(1)} s, audited in ${seconds(first).toFixed(1)} s, ${seconds(began).toFixed(1)} s in all\n`,
);
let missed = false;
for (let tenth = 0; tenth < 10; tenth++) {
  const moment = first + (tenth / 10) * (ended - first);
  const report = said.find(({ at }) => at >= moment)!;
  const left = seconds(report.at);
  const ratio = report.secondsLeft / left;
  // Of the last second nobody asks.
  missed ||= tenth > 0 && left > 1 && !(ratio > 2 / 3 && ratio < 4 / 3);
  process.stdout.write(
    `${10 * tenth}%  said ${report.secondsLeft.toFixed(1)} s, was ${left.toFixed(1)} s, ratio ${ratio.toFixed(2)}  ${report.label}\n`,
  );
}
process.exitCode = missed ? 1 : 0;
