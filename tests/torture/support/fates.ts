import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** A command hangs that has said nothing for so long. */
const PATIENCE_MS = 120_000;
const script = join(import.meta.dirname, 'runEach.mjs');

export interface Fate {
  readonly words: readonly string[];
  /** Undefined where the process ended, or had to be ended, in the middle. */
  readonly status?: number;
  readonly stderr: string;
  readonly signal?: string;
}

/** Runs commands in one process, and in another from where that one ended. */
export async function fates(cwd: string, commands: readonly (readonly string[])[]): Promise<Fate[]> {
  const found: Fate[] = [];
  while (found.length < commands.length) {
    const child = spawn(process.execPath, [script], { cwd, stdio: ['pipe', 'pipe', 'ignore'] });
    const closed = once(child, 'close');
    child.stdin.on('error', () => {});
    child.stdin.end(
      commands
        .slice(found.length)
        .map((words) => `${JSON.stringify(words)}\n`)
        .join(''),
    );
    let timer = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
    let begun: readonly string[] | undefined;
    for await (const line of createInterface({ input: child.stdout })) {
      clearTimeout(timer);
      timer = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
      const said = JSON.parse(line);
      if (said.words) begun = said.words;
      else {
        found.push({ words: begun!, ...said });
        begun = undefined;
      }
    }
    clearTimeout(timer);
    const [code, signal] = await closed;
    if (begun) found.push({ words: begun, stderr: '', signal: signal ?? `exit code ${code}` });
    else if (found.length < commands.length) throw new Error(`no command was begun (${code} ${signal})`);
  }
  return found;
}

/** The lines of stderr that are errors. */
export function errorsOf(stderr: string): string[] {
  return stderr
    .split('\n')
    .filter((line) => line.startsWith('passband: ') && !line.startsWith('passband: warning: '));
}
