import { milliseconds } from './timing.ts';

/** One row of the table: a kind of work on a network, ours beside PyTorch's. */
export interface Row {
  readonly work: string;
  readonly network: string;
  readonly ours: number;
  readonly peer: Readonly<Record<string, number>>;
  /** Ours over PyTorch's best layout: median of the rounds, and each round. */
  readonly ratio: number | null;
  readonly ratios: readonly number[];
  readonly goal: number;
}

/** The table of docs/performance.md, in Markdown. */
export function table(rows: readonly Row[]): string {
  const cell = (ms: number | undefined) => (ms === undefined ? '–' : milliseconds(ms));
  const lines = rows.map(({ work, network, ours, peer, ratio, ratios, goal }) => {
    const spread =
      ratios.length > 1 ? ` (${Math.min(...ratios).toFixed(2)}–${Math.max(...ratios).toFixed(2)})` : '';
    const verdict = ratio === null ? '–' : ratio <= goal ? 'met' : '**missed**';
    const cells = [work, network, cell(ours), cell(peer.channels_last), cell(peer.contiguous)];
    return [...cells, ratio === null ? '–' : `${ratio.toFixed(2)}${spread}`, goal, verdict];
  });
  const head = [
    'work',
    'network',
    'ours',
    'PyTorch, channels last',
    'PyTorch, contiguous',
    'ratio',
    'goal',
    '',
  ];
  return [head, head.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |\n`).join('');
}
