import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { onnxruntime } from '#passband/runtime/onnxruntime.ts';
import { madeOn } from './madeOn.ts';
import { peerTimes, whyNoPeer } from './peer.ts';
import { type Row, table } from './table.ts';
import { median, milliseconds, timesOf } from './timing.ts';
import { measuring, type NetworkKey, networks, works } from './works.ts';

/**
 * The table of docs/performance.md: our time and PyTorch's for the same work, one after the other in each round, and
 * the median of the rounds' ratios. `--only step:resnet32` (several) picks rows, `--rounds 3`, `--out FILE`.
 */
const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    rounds: { type: 'string', default: '3' },
    runs: { type: 'string', default: '5' },
    threads: { type: 'string', default: String(cpus().length) },
    out: { type: 'string' },
  },
});
const threads = Number(values.threads);
const runs = Number(values.runs);
const rounds = Number(values.rounds);
const batch = 100;
const goals = { infer: 1, grad: 1, step: 1.1, split: 0.5, pgd: 1, 'pgd-falling': 1 } as const;
/** Works that are measured on one network only. */
const only: Partial<Record<keyof typeof goals, NetworkKey>> = {
  split: 'resnet18',
  pgd: 'resnet32',
  'pgd-falling': 'resnet32',
};

const rows: Row[] = [];
const wanted = (name: string) => !values.only || values.only.includes(name);
for (const work of Object.keys(goals) as (keyof typeof goals)[]) {
  for (const network of Object.keys(networks) as NetworkKey[]) {
    if (!wanted(`${work}:${network}`) || (only[work] ?? network) !== network) continue;
    const missing = whyNoPeer(network);
    if (missing) process.stderr.write(`PyTorch is not measured: ${missing}\n`);
    const side = await works[work](network, { batch, threads });
    const ours: number[] = [];
    const peer: Record<string, number[]> = {};
    const ratios: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const mine = median(await timesOf(side, { runs, warmUp: 2 }));
      ours.push(mine);
      if (missing) continue;
      const theirs = Object.entries(peerTimes(work, network, { batch, threads, runs }));
      for (const [layout, times] of theirs) (peer[layout] ??= []).push(median(times));
      ratios.push(mine / Math.min(...theirs.map(([, times]) => median(times))));
    }
    await side.release();
    const row: Row = {
      work,
      network,
      ours: median(ours),
      peer: Object.fromEntries(Object.entries(peer).map(([layout, times]) => [layout, median(times)])),
      ratio: ratios.length > 0 ? median(ratios) : null,
      ratios,
      goal: goals[work],
    };
    rows.push(row);
    const verdict = row.ratio === null ? '' : row.ratio <= row.goal ? 'met' : 'MISSED';
    const theirs = Object.entries(row.peer).map(([layout, ms]) => `${layout} ${milliseconds(ms)}`);
    const ratio = row.ratio === null ? '–' : row.ratio.toFixed(2);
    const line = [
      `${work} ${network}`.padEnd(16),
      milliseconds(row.ours),
      `torch ${theirs.join(', ') || '–'}`,
    ];
    process.stdout.write(`${[...line, `ratio ${ratio} (goal ${row.goal}) ${verdict}`].join(' · ')}\n`);
  }
}

let components: { readonly plain: number; readonly nine: number; readonly ratio: number } | null = null;
if (wanted('components:resnet32')) {
  const count = 400;
  const plain = await measuring('resnet32', { count: 9 * count, threads, radii: [] });
  const nine = await measuring('resnet32', { count, threads, radii: [4, 8, 12, 16] });
  const pairs: { plain: number; nine: number }[] = [];
  for (let round = 0; round < rounds; round++) {
    const [first] = await timesOf(plain, { runs: 1, warmUp: round === 0 ? 1 : 0 });
    const [second] = await timesOf(nine, { runs: 1, warmUp: round === 0 ? 1 : 0 });
    pairs.push({ plain: first, nine: second });
  }
  await plain.release();
  await nine.release();
  components = {
    plain: median(pairs.map((pair) => pair.plain)),
    nine: median(pairs.map((pair) => pair.nine)),
    ratio: median(pairs.map((pair) => pair.nine / pair.plain)),
  };
  process.stdout.write(
    `x and eight components of ${count} images ${milliseconds(components.nine)} · ${9 * count} images plain ` +
      `${milliseconds(components.plain)} · ratio ${components.ratio.toFixed(2)} (goal 1.1)\n`,
  );
}

process.stdout.write(`\n${table(rows)}`);
if (values.out) {
  const record = {
    schema: 'passband.bench',
    version: 1,
    ...madeOn(),
    versions: { node: process.versions.node, onnxruntime: onnxruntime.env.versions.node },
    settings: { batch, threads, runs, rounds },
    rows,
    components,
  };
  mkdirSync(dirname(values.out), { recursive: true });
  writeFileSync(values.out, `${JSON.stringify(record, null, 1)}\n`);
}
