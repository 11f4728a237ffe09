import { spawn } from 'node:child_process';

/** Opens an address in the person's browser. Where there is none nothing happens: the address was printed. */
export function openBrowser(url: string): void {
  const [program, ...words] = openers[process.platform] ?? ['xdg-open'];
  const child = spawn(program, [...words, url], { stdio: 'ignore', detached: true });
  child.on('error', () => {});
  child.unref();
}

const openers: Readonly<Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>>> = {
  darwin: ['open'],
  // `start` takes its first quoted word for a window's title.
  win32: ['cmd', '/c', 'start', '""'],
};
