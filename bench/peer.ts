import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { NetworkKey, works } from './works.ts';

/** Debian's Python, which has Debian's PyTorch; `PYTHON` names another. */
const python = process.env.PYTHON ?? '/usr/bin/python3';
const script = join(process.env.PASSBAND_SHARED ?? '../shared', 'tools', 'torch_peer.py');

export type Layout = 'contiguous' | 'channels_last';

/** Why PyTorch can't be measured here; undefined when it can. */
export function whyNoPeer(): string | undefined {
  if (!existsSync(script)) return `${script} is not there (PASSBAND_SHARED names its folder)`;
  try {
    execFileSync(python, ['-c', 'import torch, torchvision'], { stdio: 'ignore' });
    return undefined;
  } catch {
    return `${python} has no torch and torchvision (Debian: python3-torch python3-torchvision)`;
  }
}

/** PyTorch's times in ms by memory layout. */
export function peerTimes(
  work: keyof typeof works,
  network: NetworkKey,
  { batch, threads, runs }: { batch: number; threads: number; runs: number },
): Partial<Record<Layout, number[]>> {
  const options = { batch, threads, runs };
  const flags = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const output = execFileSync(python, [script, work, network, ...flags], { encoding: 'utf8' });
  const lines = output.trim().split('\n');
  return Object.fromEntries(
    lines.map((line) => {
      const { layout, ms } = JSON.parse(line) as { layout: Layout; ms: number[] };
      return [layout, ms];
    }),
  );
}
