import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, statSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { createServer } from '../../server/createServer.ts';
import { isLoopback } from '../../server/http/isLoopback.ts';
import { startListening } from '../../server/http/startListening.ts';
import { oneLine } from '../../wording/oneLine.ts';
import { UserError } from '../../wording/userError.ts';
import { readFlags } from '../terminal/flags.ts';
import { abortOnInterrupt, INTERRUPTED } from '../terminal/interruption.ts';
import { printJson, printLines, tell } from '../terminal/print.ts';
import { openBrowser } from './openBrowser.ts';
import { type ServeFlags, serveFlags } from './serveFlags.ts';
import { webFolder } from './webFolder.ts';

/** Runs `passband serve` until Ctrl-C. */
export async function runServe(given: string | undefined, typed: ServeFlags): Promise<void> {
  const { host, port: wanted, open, quiet = false, json = false } = readFlags(serveFlags, typed);
  const runs = given === undefined ? (existsSync('runs') ? 'runs' : null) : folderOf(given);
  const token = isLoopback(host) ? null : randomBytes(16).toString('hex');
  const server = createServer({ web: webFolder, runs, token });
  const port = await startListening(server, { host, port: wanted }).catch((error: NodeJS.ErrnoException) => {
    throw new UserError(`--host ${host}, --port ${wanted}: ${refusals[error.code ?? ''] ?? oneLine(error)}`);
  });
  const closed = once(server, 'close');
  abortOnInterrupt(() => {
    server.close();
    server.closeAllConnections();
  });
  const url = `http://${reachableName(host)}:${port}/${token === null ? '' : `${token}/`}`;
  // Anything but the wish for any port at all.
  if (!quiet && wanted !== 0 && port !== wanted) {
    tell(`Port ${wanted} is in use, so this is port ${port}.`);
  }
  if (json) printJson({ url });
  else if (!quiet)
    printLines([`${runs === null ? 'The page' : `What is in ${runs}`}: ${url}`, 'Ctrl-C ends it.']);
  if (open) openBrowser(url);

  await closed;
  process.exitCode = INTERRUPTED;
}

const refusals: Readonly<Record<string, string>> = {
  EACCES: 'that port needs rights that you do not have; take one above 1023',
  EADDRNOTAVAIL: 'this machine has no such address',
  ENOTFOUND: 'there is no such name',
  EAI_AGAIN: 'there is no such name',
};

function folderOf(given: string): string {
  if (statSync(given, { throwIfNoEntry: false })?.isDirectory()) return given;
  throw new UserError(`RUNS must be a folder of runs and audits, and there is no folder '${given}'`);
}

/** How others, or this machine, reach the address that the server listens at. */
function reachableName(host: string): string {
  if (host !== '0.0.0.0' && host !== '::') return host.includes(':') ? `[${host}]` : host;
  const own = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  return own.find(({ family, internal }) => family === 'IPv4' && !internal)?.address ?? '127.0.0.1';
}
