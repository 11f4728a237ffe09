// Runs commands one after another in this process, as lines of words in JSON on stdin; says of each how it ended, a line each.
import { createInterface } from 'node:readline';
import { runCommand } from '#passband/cli/runCommand.ts';

const write = process.stdout.write.bind(process.stdout);
let said = '';
for (const name of ['stdout', 'stderr']) {
  process[name].write = (text) => {
    if (name === 'stderr') said += text;
    return true;
  };
}
for await (const line of createInterface({ input: process.stdin })) {
  const words = JSON.parse(line);
  said = '';
  write(`${JSON.stringify({ words })}\n`);
  await runCommand(words);
  write(`${JSON.stringify({ status: Number(process.exitCode ?? 0), stderr: said })}\n`);
  process.exitCode = undefined;
}
