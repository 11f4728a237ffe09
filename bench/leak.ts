import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { type NetworkKey, works } from './works.ts';

/**
 * Two thousand training steps: resident memory must grow by less than 50 MB between step 200 and the last.
 * `--network lenet|resnet32|resnet18`, `--steps 2000`. Exit code 1 on a miss.
 */
const { values } = parseArgs({
  options: {
    network: { type: 'string', default: 'lenet' },
    steps: { type: 'string', default: '2000' },
  },
});
const steps = Number(values.steps);
const limit = 50;
const megabytes = () => process.memoryUsage().rss / 2 ** 20;

const step = await works.step(values.network as NetworkKey, { batch: 100, threads: cpus().length });
let from = 0;
for (let count = 1; count <= steps; count++) {
  await step.run();
  if (count === 200) from = megabytes();
  if (count % 200 === 0) process.stdout.write(`step ${count}: ${megabytes().toFixed(0)} MB\n`);
}
const growth = megabytes() - from;
await step.release();
process.stdout.write(`grown by ${growth.toFixed(0)} MB since step 200 (limit ${limit} MB)\n`);
process.exitCode = growth < limit ? 0 : 1;
