// Preloaded into a command by tests: kills the process when half of its DIE_AT_CHECKPOINTth checkpoint is written.
import files from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';

const { writeFile } = files;
let left = Number(process.env.DIE_AT_CHECKPOINT);

files.writeFile = async (file, content, ...rest) => {
  // A safetensors file begins with the length of its JSON header.
  const isCheckpoint = Array.isArray(content) && content[0][8] === '{'.charCodeAt(0);
  if (!isCheckpoint || --left > 0) return writeFile(file, content, ...rest);
  const whole = Buffer.concat(content);
  await file.write(whole.subarray(0, whole.length / 2));
  await file.sync();
  process.kill(process.pid, 'SIGKILL');
  return new Promise(() => {});
};
syncBuiltinESMExports();
