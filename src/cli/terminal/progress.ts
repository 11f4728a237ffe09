import { columnValue, type HistoryRow } from '../../training/run/history.ts';
import { duration } from '../../wording/duration.ts';
import { shownText, whole } from '../../wording/format.ts';
import { withoutControls } from '../../wording/printable.ts';
import type { ProgressSink } from '../../workflows/common/progressSink.ts';
import { errorStream, type TerminalStream, textOf } from './print.ts';

const REDRAW_MS = 100;
const CLEAR_LINE = '\r\u001b[K';

/**
 * Progress on a terminal: one line that is redrawn ten times a second and one line an epoch that stays. Where the
 * stream is no terminal, only the lines that stay.
 *
 * @param now milliseconds from any start
 */
export function terminalProgress(
  stream: TerminalStream = errorStream,
  now: () => number = () => performance.now(),
): ProgressSink {
  let drawnAt = Number.NEGATIVE_INFINITY;
  let drawn = false;
  let task = { label: '', done: 0, at: 0 };

  function clear(): void {
    if (drawn) stream.write(CLEAR_LINE);
    drawn = false;
  }

  function say(line: string): void {
    clear();
    stream.write(textOf([line]));
  }

  function move(line: () => string): void {
    const time = now();
    if (!stream.isTTY || time - drawnAt < REDRAW_MS) return;
    drawnAt = time;
    drawn = true;
    stream.write(CLEAR_LINE + withoutControls(line().slice(0, (stream.columns ?? 80) - 1)));
  }

  return {
    say,
    note: (line) => say(`Note: ${line}`),
    warn: (line) => say(`passband: warning: ${line}`),
    end: clear,
    download({ url, bytes, totalBytes }) {
      const size = totalBytes === undefined ? '' : ` of ${megabytes(totalBytes)}`;
      move(() => `downloading ${url} · ${megabytes(bytes)}${size}`);
    },
    task({ label, done, total, secondsLeft }) {
      // Counted from the first report, so that what an earlier run had done does not make the rest look quick.
      if (label !== task.label || done < task.done) task = { label, done, at: now() };
      const share = total > 0 ? Math.floor((100 * done) / total) : 100;
      const left = ((now() - task.at) * (total - done)) / (done - task.done);
      const known = secondsLeft === undefined ? (done > task.done ? left : undefined) : 1000 * secondsLeft;
      const eta = known === undefined ? [] : [`${duration(known)} left`];
      move(() => [label, `${share}%`, ...eta].join(' · '));
    },
    batch({ epoch, epochs, batch, batches, loss, shown, imagesPerSecond, etaSeconds }) {
      move(() =>
        [
          `epoch ${epoch}/${epochs}`,
          `${Math.floor((100 * batch) / batches)}%`,
          `${whole(Math.round(imagesPerSecond))} images/s`,
          `${duration(1000 * etaSeconds)} left`,
          `loss ${loss.toPrecision(3)}`,
          ...shown.map(({ name, as, value }) => `${name} ${shownText(value, as)}`),
        ].join(' · '),
      );
    },
    epoch(rows, epochs, { columns, best: { column } }) {
      const as = columns[column].shown ?? 'number';
      const textOf = (row: HistoryRow) => shownText(columnValue(row, column), as);
      const shortOf = (row: HistoryRow) => {
        const value = columnValue(row, column);
        return as === 'share' && value !== null ? String(Math.round(100 * value)).padStart(2) : textOf(row);
      };
      // The last row's time is that at the end of the epoch's measurements.
      const { epoch, elapsedMs } = rows.at(-1)!;
      const width = String(epochs).length;
      const test = rows.filter(({ split }) => split === 'test');
      const x = test.find(({ component }) => component === 'x');
      const parts = (['lfc', 'hfc'] as const).flatMap((component) => {
        const shares = test.filter((row) => row.component === component);
        const numbers = shares.map(shortOf).join(' ');
        return shares.length > 0 ? [`${component.toUpperCase()} ${numbers}${as === 'share' ? '%' : ''}`] : [];
      });
      const attacked = test.find(({ component }) => component === 'adversarial');
      if (attacked) parts.unshift(`attacked ${textOf(attacked)}`);
      if (x) parts.unshift(`test ${textOf(x)}`);
      const running = rows.find(({ split }) => split === 'running');
      const loss = running ? [`loss ${running.loss.toPrecision(3)}`] : [];
      // After an epoch that is not measured, the mean over its own batches is all there is.
      if (running && rows.length === 1) parts.push(`${column} ${textOf(running)}`);
      say(
        [`epoch ${String(epoch).padStart(width)}/${epochs}`, duration(elapsedMs), ...loss, ...parts].join(
          ' · ',
        ),
      );
    },
  };
}

const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;
