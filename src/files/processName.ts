import { readFileSync, readlinkSync } from 'node:fs';
import { hostname, platform } from 'node:os';

/** Which process it is, among all that may write on a shared disk. */
export interface ProcessName {
  readonly process: number;
  readonly host: string;
  /** Two processes of the same machine see each other by their numbers. */
  readonly machine: string;
  /** When it began, where the system tells: numbers are given again. */
  readonly started: string | null;
}

/** The name of this process. */
export function thisProcess(): ProcessName {
  const host = hostname();
  return { process: process.pid, host, machine: machineName(host), started: startOf(process.pid) };
}

/** Whether a process is, or was, one of this machine, of which it can be seen whether it has ended. */
export function isHere({ host, machine }: Pick<ProcessName, 'host' | 'machine'>): boolean {
  return machine === machineName(hostname()) && host === hostname();
}

/** Whether a process has surely ended; false of any on another machine, of which nothing can be said. */
export function hasEnded(name: ProcessName): boolean {
  if (!isHere(name)) return false;
  const { process: number, started } = name;
  try {
    process.kill(number, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
  return started !== startOf(number);
}

// A name of a host is not enough: containers share them, and process numbers begin anew in each and at each start.
function machineName(host: string): string {
  try {
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return `${platform()} ${host}`;
  }
}

/** Clock ticks from the machine's start to the process's; null where the system does not tell, and of one that has ended. */
function startOf(number: number): string | null {
  try {
    // Its second field is a name in parentheses, in which anything may stand.
    const fields = readFileSync(`/proc/${number}/stat`, 'utf8')
      .replace(/^.*\)\s/s, '')
      .split(' ');
    // A zombie has ended, though nobody has asked how yet.
    return fields[0] === 'Z' ? null : fields[19];
  } catch {
    return null;
  }
}
