// Preloaded into a command by tests: kills the process when half of its DIE_AT_CHECKPOINTth checkpoint is written.
import { open } from 'node:fs/promises';

const file = await open(new URL(import.meta.url));
const prototype = Object.getPrototypeOf(file);
await file.close();

const { writeFile } = prototype;
let left = Number(process.env.DIE_AT_CHECKPOINT);

prototype.writeFile = async function (content, ...rest) {
  // A safetensors file begins with the length of its JSON header.
  const checkpoint = content instanceof Uint8Array && content[8] === '{'.charCodeAt(0);
  if (!checkpoint || --left > 0) return writeFile.call(this, content, ...rest);
  await this.write(content.subarray(0, content.length / 2));
  await this.sync();
  process.kill(process.pid, 'SIGKILL');
  return new Promise(() => {});
};
