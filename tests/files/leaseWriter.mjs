// Holds a folder as soon as it can and writes in it until it is told to end. Words: folder, patience and beat in milliseconds, and
// how it ends: `until-told`, or `turns` for twenty writes in a file that must not be there when its turn begins.
import files from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const [folder, patience, beat, how, disk] = process.argv.slice(2);
if (disk === 'without-links') {
  files.link = async () => {
    throw Object.assign(new Error('no hard links here'), { code: 'EPERM' });
  };
  syncBuiltinESMExports();
}
const { appendInside, writeInside } = await import('#passband/files/inside.ts');
const { takeLease } = await import('#passband/files/lease.ts');

const times = { patienceMs: Number(patience), beatMs: Number(beat) };
let told = false;
process.on('SIGTERM', () => {
  told = true;
});

async function waitForTurn() {
  for (;;) {
    try {
      return await takeLease(folder, times);
    } catch (error) {
      if (!/is being written by/.test(error.message)) throw error;
    }
  }
}

try {
  const lease = await waitForTurn();
  process.stdout.write('held\n');
  if (how === 'turns') {
    // Whoever was killed in the middle leaves it behind, and has ended then.
    await files.rm(join(folder, 'turn'), { force: true });
    await files.writeFile(join(folder, 'turn'), String(process.pid), { flag: 'wx' });
    for (let round = 0; round < 20; round++) {
      await pause(5);
      const whose = await files.readFile(join(folder, 'turn'), 'utf8');
      if (whose !== String(process.pid)) throw new Error(`the turn is that of ${whose}`);
      await appendInside(folder, 'log', `${process.pid} ${round}\n`);
    }
    await writeInside(folder, `done-${process.pid}`, '');
    await files.rm(join(folder, 'turn'));
  } else {
    for (let round = 0; !told; round++) {
      await writeInside(folder, 'record.json', `${process.pid} ${round}`);
      await writeInside(folder, 'checkpoints/latest', `${process.pid} ${round}`.repeat(1000));
      await appendInside(folder, 'log', `${process.pid} ${round}\n`);
    }
  }
  await lease.release();
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 3;
}
