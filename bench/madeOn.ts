import { execFileSync } from 'node:child_process';
import { cpus, totalmem } from 'node:os';

/** Of which code and on which machine a record's times are. */
export function madeOn() {
  return {
    commit: execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim(),
    machine: { cpu: cpus()[0].model, cores: cpus().length, memoryGiB: Math.round(totalmem() / 2 ** 30) },
  };
}
