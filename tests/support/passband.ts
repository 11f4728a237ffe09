import { vi } from 'vitest';
import { runCommand } from '#passband/cli/runCommand.ts';

export interface Said {
  /** The exit code. */
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs commands in this process, in a folder. A process of its own would first load all packages, which takes longer than most
 * commands of a test; tests of signals and of how a process ends have one all the same.
 */
export const passbandIn =
  (folder: string) =>
  async (...words: readonly string[]): Promise<Said> => {
    const said = { stdout: '', stderr: '' };
    const spies = (['stdout', 'stderr'] as const).map((name) =>
      vi.spyOn(process[name], 'write').mockImplementation((text) => {
        said[name] += text;
        return true;
      }),
    );
    const before = process.cwd();
    process.chdir(folder);
    try {
      await runCommand(words);
      return { status: Number(process.exitCode ?? 0), ...said };
    } finally {
      process.exitCode = undefined;
      process.chdir(before);
      for (const spy of spies) spy.mockRestore();
    }
  };
