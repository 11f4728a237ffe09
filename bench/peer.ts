import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { NetworkKey, works } from './works.ts';

/** Debian's Python, which has Debian's PyTorch; `PYTHON` names another. */
const python = process.env.PYTHON ?? '/usr/bin/python3';
const script = join(process.env.PASSBAND_SHARED ?? '../shared', 'tools', 'torch_peer.py');

export type Layout = 'contiguous' | 'channels_last';

/** Why PyTorch can't be measured here on a network; undefined when it can. */
export function whyNoPeer(network: NetworkKey): string | undefined {
  if (!existsSync(script)) return `${script} is not there (PASSBAND_SHARED names its folder)`;
  const modules = network === 'resnet18' ? ['torch', 'torchvision'] : ['torch'];
  try {
    execFileSync(python, ['-c', `import ${modules.join(', ')}`], { stdio: 'ignore' });
    return undefined;
  } catch {
    return `${python} has no ${modules.join(' and ')} (Debian: python3-torch python3-torchvision)`;
  }
}

/** What PyTorch does for a work, and how often: ten steps of an attack are ten input gradients. */
const peers = {
  infer: { work: 'infer', times: 1 },
  grad: { work: 'grad', times: 1 },
  step: { work: 'step', times: 1 },
  split: { work: 'split', times: 1 },
  pgd: { work: 'grad', times: 10 },
  'pgd-falling': { work: 'grad', times: 10 },
} as const satisfies Record<keyof typeof works, object>;

/** PyTorch's times in ms by memory layout. */
export function peerTimes(
  work: keyof typeof works,
  network: NetworkKey,
  { batch, threads, runs }: { batch: number; threads: number; runs: number },
): Partial<Record<Layout, number[]>> {
  const options = { batch, threads, runs };
  const flags = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const peer = peers[work];
  const output = execFileSync(python, [script, peer.work, network, ...flags], { encoding: 'utf8' });
  const lines = output.trim().split('\n');
  return Object.fromEntries(
    lines.map((line) => {
      const { layout, ms } = JSON.parse(line) as { layout: Layout; ms: number[] };
      return [layout, ms.map((time) => peer.times * time)];
    }),
  );
}
