import { percent, whole } from '../report/format.ts';
import type { HistoryRow } from '../training/history.ts';
import { duration } from './duration.ts';

/** How far the training is after a batch. */
export interface TrainingStep {
  readonly epoch: number;
  readonly epochs: number;
  /** Images seen in this epoch, and how many it has. */
  readonly done: number;
  readonly total: number;
  /** Means over the epoch's batches so far. */
  readonly loss: number;
  readonly accuracy: number;
}

export interface Progress {
  step(step: TrainingStep): void;
  /** One line a finished epoch, which stays. */
  epoch(rows: readonly HistoryRow[], epochs: number): void;
  /** A line that stays. */
  say(line: string): void;
  /** Takes the line that moves away. */
  end(): void;
}

const REDRAW_MS = 100;
const CLEAR_LINE = '\r\u001b[K';

/**
 * Progress on a terminal: one line that is redrawn ten times a second and one line an epoch that stays. Where the
 * stream is no terminal, only the lines that stay.
 *
 * @param now milliseconds from any start
 */
export function terminalProgress(
  stream: { readonly isTTY?: boolean; readonly columns?: number; write(text: string): unknown },
  now: () => number = () => performance.now(),
): Progress {
  let drawnAt = Number.NEGATIVE_INFINITY;
  let drawn = false;
  let start: { at: number; images: number } | undefined;

  function clear(): void {
    if (drawn) stream.write(CLEAR_LINE);
    drawn = false;
  }

  function say(line: string): void {
    clear();
    stream.write(`${line}\n`);
  }

  return {
    say,
    end: clear,
    step({ epoch, epochs, done, total, loss, accuracy }) {
      const images = (epoch - 1) * total + done;
      const time = now();
      start ??= { at: time, images };
      if (!stream.isTTY || time - drawnAt < REDRAW_MS) return;
      drawnAt = time;
      drawn = true;
      const elapsed = time - start.at;
      const rate = images > start.images ? (images - start.images) / elapsed : 0;
      const line = [
        `epoch ${epoch}/${epochs}`,
        `${Math.floor((100 * done) / total)} %`,
        rate > 0 ? `${whole(Math.round(1000 * rate))} images/s` : '',
        rate > 0 ? `${duration((epochs * total - images) / rate)} left` : '',
        `loss ${loss.toPrecision(3)}`,
        `accuracy ${percent(accuracy)}`,
      ];
      const text = line.filter((part) => part !== '').join(' · ');
      stream.write(CLEAR_LINE + text.slice(0, (stream.columns ?? 80) - 1));
    },
    epoch(rows, epochs) {
      const { epoch, elapsedMs } = rows[0];
      const width = String(epochs).length;
      const parts = rows
        .filter(({ split }) => split === 'test')
        .map(({ component, radius, accuracy }) =>
          radius === null
            ? `test ${percent(accuracy)}`
            : `${component.toUpperCase()} ${radius} ${percent(accuracy)}`,
        );
      const running = rows.find(({ split }) => split === 'running');
      const loss = running ? [`loss ${running.loss.toPrecision(3)}`] : [];
      say(
        [`epoch ${String(epoch).padStart(width)}/${epochs}`, duration(elapsedMs), ...loss, ...parts].join(
          ' · ',
        ),
      );
    },
  };
}

/** Progress for `--quiet`. */
export const noProgress: Progress = { step() {}, epoch() {}, say() {}, end() {} };
