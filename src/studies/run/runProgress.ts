import { counted } from '../../wording/format.ts';
import type { ProgressSink } from '../../workflows/common/progressSink.ts';

export interface RunProgressOptions {
  readonly progress: ProgressSink;
  /** Milliseconds from any start. */
  readonly now: () => number;
  readonly jobs: number;
  /** Seconds that each run was reckoned to take, by hash, of those that are not done. */
  readonly seconds: ReadonlyMap<string, number>;
  readonly total: number;
}

interface Running {
  readonly name: string;
  /** Share that is done, 0 … 1. */
  share: number;
  text: string;
}

/** One line for all runs that go side by side: how many are done, where the others are, and the time left. */
export class RunProgress {
  readonly #options: RunProgressOptions;
  readonly #running = new Map<string, Running>();
  readonly #done = new Set<string>();
  readonly #said = new Set<string>();
  readonly #start: number;
  #doneSeconds = 0;
  #complete: number;

  constructor(options: RunProgressOptions) {
    this.#options = options;
    this.#start = options.now();
    this.#complete = options.total - options.seconds.size;
  }

  /** What is left of all runs, by what those that are done have taken. */
  get secondsLeft(): number {
    const { seconds, jobs, now } = this.#options;
    let [left, partly] = [0, 0];
    for (const [hash, each] of seconds) {
      if (this.#done.has(hash)) continue;
      const share = this.#running.get(hash)?.share ?? 0;
      left += each * (1 - share);
      partly += each * share;
    }
    const worked = this.#doneSeconds + partly;
    const spent = ((now() - this.#start) / 1000) * jobs;
    // Reckoned from a few steps; what was done since knows better, the more of it there is.
    const pace = worked > 30 ? spent / worked : 1;
    return (left * pace) / jobs;
  }

  /** A sink for one run. */
  sinkOf(hash: string, name: string): ProgressSink {
    const { progress } = this.#options;
    const own: Running = { name, share: 0, text: '' };
    this.#running.set(hash, own);
    const once = (say: (line: string) => void) => (line: string) => {
      // The same of every run on the same data.
      if (this.#said.has(line)) return;
      this.#said.add(line);
      say(line);
    };
    let seen = 0;
    // A run that goes on was reckoned from where it goes on.
    let before: number | undefined;
    const show = (share: number, text: string) => {
      seen = Math.max(seen, share);
      own.share = Math.min(0.99, seen);
      own.text = text;
      this.show();
    };
    return {
      batch({ epoch, epochs, batch, batches }) {
        const trained = (epoch - 1 + batch / batches) / epochs;
        before ??= (epoch - 1) / epochs;
        show((0.95 * (trained - before)) / (1 - before), `${epoch}/${epochs}`);
      },
      task: ({ label, done, total }) =>
        show(seen, `${label.startsWith('epoch') ? 'measuring' : label} ${Math.floor((100 * done) / total)}%`),
      download: (report) => progress.download(report),
      epoch() {},
      say() {},
      note: once((line) => progress.note(line)),
      warn: once((line) => progress.warn(`${name}: ${line}`)),
      end() {},
    };
  }

  end(hash: string, isDone: boolean): void {
    this.#running.delete(hash);
    if (!isDone || this.#done.has(hash)) return;
    this.#done.add(hash);
    this.#complete++;
    this.#doneSeconds += this.#options.seconds.get(hash) ?? 0;
    this.show();
  }

  /** A run that another process has done. */
  doneElsewhere(hash: string): void {
    if (this.#done.has(hash) || !this.#options.seconds.has(hash)) return;
    this.#done.add(hash);
    this.#complete++;
  }

  show(): void {
    const { progress, total, seconds } = this.#options;
    const now = [...this.#running.values()].map(({ name, text }) => `${name} ${text}`).join(', ');
    const whole = [...seconds.values()].reduce((sum, each) => sum + each, 0);
    const left = this.secondsLeft;
    progress.task({
      label: `${this.#complete}/${counted(total, 'run')}${now ? ` · ${now}` : ''}`,
      done: Math.max(0, whole - left),
      total: Math.max(1, whole),
      secondsLeft: left,
    });
  }
}
